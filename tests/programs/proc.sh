#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The files of processes in /proc, in BusyBox's shell. Numbers that differ from run
# to run are printed as N. The output is that of Linux, proc.txt.
# shellcheck disable=all

numbers() { sed 's/[0-9][0-9]*/N/g'; }
nobody() { as_user 65534 "$@"; }
mkdir -p /etc /tmp/proc; cd /tmp/proc
printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' > /etc/passwd
printf 'root:x:0:\nnobody:x:65534:\n' > /etc/group

echo "-- names"
for name in environ status limits comm cmdline stat statm maps mounts mountinfo oom_score oom_score_adj; do
	stat -c '%A %s %n' /proc/1/$name
done
stat -c '%A %n' /proc/1 /proc/1/fd /proc/1/fdinfo /proc/1/task /proc/1/task/1
[ "$(ls /proc | grep -x $$)" = $$ ] && echo "listed"
[ -d /proc/4194303 ] || echo "nobody"; ls /proc/0 /proc/01 2>&1
mkdir /proc/x 2>&1; rm /proc/1/stat 2>&1; (: > /proc/1/new) 2>&1

echo "-- self"
[ "$(readlink /proc/self)" -gt 0 ] && echo "a number"
readlink /proc/thread-self | numbers
(cd /proc/self && [ "$(cat comm)" = cat ] || cat comm)
for link in exe cwd root; do readlink /proc/$$/$link; done

echo "-- stat"
numbers < /proc/self/stat | sed 's/-N/N/g'; wc -w < /proc/self/stat
sh -c 'set -- $(cat /proc/$$/stat); echo "$2 $3 $4 $6"' | sed "s/ $$ / PARENT /"
sleep 100 & job=$!; sleep 0.1; set -- $(cat /proc/$job/stat); echo "$2 $3 ${17} ${18} ${19} ${20}"
kill -STOP $job; sleep 0.1; set -- $(cat /proc/$job/stat); echo "$2 $3"; grep State /proc/$job/status
kill -CONT $job; sleep 0.1; grep State /proc/$job/status
exec 9< /proc/$job/stat; kill $job; wait $job 2> /dev/null; cat <&9 2>&1; exec 9<&-
[ -e /proc/$job ] || echo "gone"
sh -c 'sleep 0 & echo $! > zombie; exec sleep 100' & parent=$!; sleep 0.2; read -r job < zombie
grep -E '^(Name|State|PPid|FDSize|Threads)' /proc/$job/status | numbers; cat /proc/$job/cmdline /proc/$job/maps; ls /proc/$job/fd
set -- $(cat /proc/$job/stat); echo "$2 $3 ${23} ${24}"; readlink /proc/$job/exe || echo "no program"
kill $parent; wait $parent 2> /dev/null

echo "-- status"
sed 's/[0-9a-f]\{16\}/HEX/' /proc/self/status | numbers | tr -s ' ' | grep -E '^(Name|Umask|State|Tgid|Pid|PPid|TracerPid|Uid|Gid|FDSize|Groups|Vm(Size|RSS|Data|Exe)|Threads|Sig...|Cap...|voluntary)'
grep -E '^(Umask|Uid|Gid|FDSize|Groups|Threads|CapEff)' /proc/self/status | sed 's/1ffffffffff/1ff/'
nobody grep -E '^(Uid|Gid|CapEff)' /proc/self/status
sh -c 'trap "" HUP; trap : USR1; grep -E "^Sig(Ign|Cgt)" /proc/$$/status' | sed 's/[0-9a-f]*\([0-9a-f]\)$/\1/'

cut -d: -f1 /proc/self/status | tr '\n' ' '; echo

echo "-- memory"
sed 's/^[0-9a-f]*-[0-9a-f]*/RANGE/; s/ [0-9a-f][0-9a-f]:[0-9a-f][0-9a-f] [1-9][0-9]* */ FILE /' /proc/self/maps | grep -v '\[v'
head -1 /proc/self/maps | cut -c1-18; numbers < /proc/self/statm
tr '\0' ' ' < /proc/self/cmdline; echo
env -i A=1 B=two cat /proc/self/environ | tr '\0' ' '; echo
awk 'BEGIN { getline line < "/proc/self/cmdline"; print length(line) }' a b c

echo "-- descriptors"
exec 7> file 8< file 9<> file; echo hello >&7
for fd in 7 8 9; do readlink /proc/$$/fd/$fd; stat -c '%A %s' /proc/$$/fd/$fd; sed 's/mnt_id.*/mnt_id/; s/ino.*/ino/' /proc/$$/fdinfo/$fd; done
cat /proc/$$/fd/8; rm file; readlink /proc/$$/fd/8; cat /proc/$$/fd/9; echo more > /proc/$$/fd/7; cat /proc/$$/fd/9
exec 7>&- 8>&- 9>&-; [ -e /proc/$$/fd/7 ] || echo "closed"; ls -l /proc/$$/fd/7 2>&1 | sed "s/$$/PID/"
echo through | cat /proc/self/fd/0; echo by | cat /dev/stdin; echo "to" > /dev/stdout; echo x | readlink /proc/self/fd/0 | numbers
(echo left; sleep 0.1) | (sleep 0.05; cat < /dev/fd/0); : | (echo over > /dev/fd/0) 2>&1
ls /proc/self/fd | tr '\n' ' '; echo
mkdir here; (cd here; rmdir ../here; readlink /proc/self/cwd)
cp /bin/busybox sleep; ./sleep 100 & job=$!; sleep 0.2; rm sleep; readlink /proc/$job/exe; cmp /proc/$job/exe /bin/busybox && echo "the same"
kill $job; wait $job 2> /dev/null

echo "-- tasks"
ls /proc/1/task; cat /proc/thread-self/comm; ls /proc/1/task/2 2>&1

echo "-- changes"
sh -c 'echo -n other > /proc/$$/comm; read -r name < /proc/$$/comm; echo $name'
echo no > /proc/$$/stat 2>&1; sh -c 'echo 300 > /proc/$$/oom_score_adj; cat /proc/self/oom_score_adj'
(echo 2000 > /proc/self/oom_score_adj) 2>&1; (echo x > /proc/self/oom_score_adj) 2>&1
nobody sh -c '(echo -5 > /proc/self/oom_score_adj) 2>&1; echo 5 > /proc/self/oom_score_adj; cat /proc/self/oom_score_adj'
cat /proc/1/oom_score

echo "-- who may look"
nobody sh -c 'cat /proc/1/comm; cat /proc/1/environ; readlink /proc/1/exe; ls /proc/1/fd; cat /proc/1/maps; cat /proc/1/cmdline' 2>&1 | tr '\0' ' '; echo
nobody sh -c 'readlink /proc/self/exe; ls /proc/self/fd > /dev/null && echo "its own"'
as_user 65534 sleep 100 & job=$!; sleep 0.1; stat -c '%u %g %A' /proc/$job /proc/$job/environ; readlink /proc/$job/exe; kill $job; wait $job 2> /dev/null

echo "-- limits"
grep -v -E 'processes|pending|files|locked' /proc/self/limits
(ulimit -n 100; grep files /proc/self/limits)

echo "-- programs"
ps -o pid,ppid,comm,args | sed -n 1,2p; ps -o comm | grep -c '^ps'; pidof sh > /dev/null && echo "found"
top -bn1 | sed -n 4p; free | sed -n 1p
