#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Programs by all their names, and files that are none.

cd /tmp || exit
printf '#!/bin/exec_show\n' >script
for name in set unreadable busy; do
	cp /bin/exec_show $name
done
chmod 755 script
chmod 6755 set
chmod 711 unreadable
exec_try /bin/exec_show

echo "--- at another address"
exec_show_pie | sed -n 's/^\(memory.*\), heap.*/\1/p'

for line in "#!/bin/exec_show" "#! /bin/exec_show  -x  y " "#!" "#!/absent" "#!./script"; do
	echo "--- $line"
	printf '%s\n' "$line" >script
	env - ./script a b
	echo "status $?"
done

echo "--- scripts of scripts"
echo "#!/bin/exec_show" >script1
for i in 2 3 4 5 6 7; do
	echo "#!/tmp/script$((i - 1)) $i" >script$i
done
chmod 755 script?
for i in 5 6 7; do
	env - ./script$i a | grep arguments
	echo "status $?"
done

echo "--- dynamic"
linker=/lib/ld-musl-x86_64.so.1
for i in absent directory short garbage text linker; do
	case $i in
	directory) mkdir -p $linker ;;
	short) rmdir $linker; echo "too short" >$linker; chmod 755 $linker ;;
	garbage) cat /exec.sh >$linker ;;
	text) chmod 644 $linker ;;
	linker) cat /bin/musl >$linker; chmod 755 $linker ;;
	esac
	env - exec_show_dynamic 2>&1 | grep -v -e memory -e "auxv: headers"
done
env - exec_show_dynamic | sed -n 's/^\(auxv: headers\)/\1/p'
env - $linker /bin/exec_show_dynamic x | grep -e arguments

echo "--- busy"
exec 9>>busy
env - ./busy
echo "status $?"
exec 9>&-
cp /bin/busybox sleep
./sleep 1000 &
usleep 300000
(echo >>./sleep)
echo "status $?"
(: >./sleep)
echo "status $?"
kill $!
wait
(echo >>./sleep)
echo "status $?"

echo "--- mounted"
mkdir m
mount -t tmpfs -o noexec none m
cp /bin/exec_show m
env - m/exec_show
echo "status $?"
umount m
mount -t tmpfs -o nosuid none m
cp set m
chmod 6755 m/set
exec_try m/set 1000 7 | grep -e ids -e secure
umount m
exec_try ./set 1000 7 | grep -e ids -e secure
