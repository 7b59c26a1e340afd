#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What bash can do, as far as it needs a kernel or tells of one. The output is that
# of Linux, script.txt; nothing that differs from run to run is printed.
# shellcheck disable=all

section() { printf -- '-- %s\n' "$1"; }
work=/tmp/script.$$
mkdir "$work" && cd "$work" || exit 1

section "variables and expansion"
name=world
echo "hello ${name}" 'single $name' "${name^^}" "${name:1:3}" "${#name}"
echo "${unset:-default} ${name:+set} ${unset-}"
path=/usr/local/lib/file.tar.gz
echo "${path##*/} ${path%/*} ${path%%.*} ${path/local/share} ${path//l/L}"
echo "${name/#w/W} ${name/%d/D} ${!na*}"
indirect=name; echo "${!indirect}"
declare -i number=5+3; number+=2; echo "$number"
declare -r fixed=1; (fixed=2) 2>/dev/null || echo "read-only: $?"
declare -u upper=shout; declare -l lower=WHISPER; echo "$upper $lower"
printf '%q\n' 'a b$c"d'
echo {a,b}{1..3} {10..1..3} {x..z}
echo $'tab\there' "$(printf '\x41\102')"
echo ~ ~/x

section "arithmetic"
echo $((1 + 2 * 3)) $((2 ** 10)) $((7 / 2)) $((-7 % 3)) $((0x1f)) $((8#17)) $((2#1011))
((i = 5, j = i++ + ++i)); echo "$i $j"
echo $((5 > 3 && 2 < 1)) $((~5 & 0xff)) $((1 << 20 >> 3)) $((3 > 2 ? 10 : 20))
let 'k = 3 * 4'; echo "$k"
((0)) || echo "zero is false"
echo $((9223372036854775807 + 1))
(echo $((1 / 0))) 2>/dev/null || echo "division by zero: $?"

section "arrays"
list=(one "two words" three); list+=(four); list[7]=eight
echo "${#list[@]} ${!list[*]} ${list[1]} ${list[-1]}"
for item in "${list[@]}"; do printf '<%s>' "$item"; done; echo
echo "${list[@]:1:2}" "${list[@]/o/0}"
unset 'list[0]'; echo "${list[*]}"
declare -A map=([red]=1 [green]=2); map[blue]=3
for key in red green blue; do printf '%s=%s ' "$key" "${map[$key]}"; done; echo
[[ -v map[red] && ! -v map[pink] ]] && echo "keys known"
mapfile -t lines < <(printf 'a\nb b\nc\n'); echo "${#lines[@]} ${lines[1]}"
readarray -d , -t fields <<< "x,y,z"; echo "${fields[0]}${fields[1]}"
printf -v text '%05d|%-5s|%5.2f|%x' 42 ab 3.14159 255; echo "$text"

section "conditions"
for value in 5 abc "" /; do
	if [[ $value =~ ^[0-9]+$ ]]; then echo "number"
	elif [[ -z $value ]]; then echo "empty"
	elif [[ -d $value ]]; then echo "directory"
	else echo "word"; fi
done
[[ "key=value" =~ ^([a-z]+)=(.*)$ ]] && echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
for word in apple banana cherry "42" "?"; do
	case $word in
	a* | c*) echo "$word: a or c" ;;
	b*) echo "$word: b" ;;&
	*an*) echo "$word: has an" ;;
	[0-9]*) echo "$word: digits" ;&
	never) echo "fell through" ;;
	\?) echo "$word: a question" ;;
	esac
done
test 3 -lt 5 -a ! 5 -lt 3 && [ abc \< abd ] && echo "tests"

section "loops"
for ((n = 0; n < 10; n++)); do ((n == 2)) && continue; ((n == 5)) && break; printf '%d ' $n; done; echo
until ((n >= 8)); do ((n += 2)); done; echo "$n"
while read -r first rest; do echo "[$first][$rest]"; done <<'DATA'
alpha beta gamma
  delta   epsilon
last
DATA
for outer in 1 2; do for inner in a b c; do [[ $inner == b ]] && continue 2; printf '%s%s ' $outer $inner; done; done; echo
select choice in yes no; do echo "chose $choice ($REPLY)"; break; done <<< 2 2>/dev/null

section "functions"
factorial() { local n=$1; ((n <= 1)) && { echo 1; return; }; echo $((n * $(factorial $((n - 1))))); }
factorial 6
status() { return "$1"; }; status 7; echo $?
scope() { local name=inner; inner_scope; }; inner_scope() { echo "$name"; }; scope; echo "$name"
reference() { local -n target=$1; target="changed"; }; reference name; echo "$name"
count() { echo "$# ${*: -1} ${FUNCNAME[0]}"; }; count a "b c" d
set -- -a -b value -c rest more
while getopts ":ab:cd" option; do
	case $option in b) echo "b=$OPTARG" ;; \?) echo "unknown $OPTARG" ;; *) echo "$option" ;; esac
done
shift $((OPTIND - 1)); echo "$@"
recurse() { (($1 == 0)) && return 0; recurse $(($1 - 1)); }; recurse 200 && echo "deep"

section "redirections"
echo one > file; echo two >> file; cat < file
{ echo out; echo err >&2; } > out.txt 2> err.txt; cat out.txt err.txt
{ echo both; echo too >&2; } &> both.txt; cat both.txt
exec 5> fifth; echo "by five" >&5; exec 5>&-; cat fifth
exec 6<> file; read -r line <&6; echo "first: $line"; exec 6<&-
(echo closed >&5) 2>/dev/null || echo "no descriptor: $?"
exec {handle}< file; read -r line <&"$handle"; echo "$line"; exec {handle}<&-
set -C; (echo x > file) 2>/dev/null || echo "noclobber"; set +C
cat <<END
here $name $((1 + 1)) $(echo command)
END
cat <<-'END'
	no $expansion
	END
cat <<< "here string"
echo swapped 3>&1 1>&2 2>&3 3>&- | cat
: > empty; [[ -s empty ]] || echo "empty"
cat file - < fifth | tr a-z A-Z

section "pipes"
printf '%s\n' c a b a | sort | uniq -c | sort -rn | head -1 | tr -s ' '
seq 1 1000 | while read -r n; do ((sum += n)); echo $sum; done | tail -1
false | true; echo "${PIPESTATUS[*]}"
set -o pipefail; false | true; echo $?; set +o pipefail
yes | head -3 | tr '\n' ' '; echo
! true; echo $?
{ echo a; sleep 0; echo b; } | (read -r x; read -r y; echo "$y$x")
shopt -s lastpipe; echo value | read -r last; echo "${last:-none}"; shopt -u lastpipe
dd if=/dev/zero bs=1024 count=300 2>/dev/null | wc -c
printf 'a\0b\0' | xargs -0 -n1 echo item

section "substitution of processes"
cat <(echo first) <(echo second)
diff <(printf '1\n2\n') <(printf '1\n3\n') > difference; echo $?
echo teed | tee >(cat > copy) > /dev/null; wait $!; sleep 0.2; cat copy
paste <(seq 3) <(seq 4 6) | tr '\t' :

section "subshells and groups"
value=1; (value=2; echo "$value"; exit 3); echo "$? $value"
{ value=4; }; echo "$value"
(cd /; pwd); pwd | sed "s/$$/PID/"
echo "$(echo nested $(echo deeper))" `echo backquotes`
( (exit 5) ); echo $?
[[ $BASHPID == "$$" ]] && (((BASHPID != $$)) && echo "another process")
echo "$BASH_SUBSHELL $(echo $BASH_SUBSHELL)"

section "jobs and signals"
sleep 30 & job=$!; kill $job; wait $job; echo $?
(exit 9) & wait $!; echo $?
(sleep 0.1; exit 4) & (sleep 0.1; exit 0) & wait; echo "all $?"
for n in 1 2 3; do (exit $n) & pids[n]=$!; done
for n in 3 1 2; do wait "${pids[n]}"; printf '%d ' $?; done; echo
trap 'echo "trapped USR1"' USR1; kill -USR1 $$; trap - USR1
trap 'echo "alarm"' ALRM; (sleep 0.1; kill -ALRM $$) & wait; wait; trap - ALRM
trap '' TERM; kill -TERM $$; echo "ignored"; trap - TERM
(trap 'echo "leaving"' EXIT; exit 2); echo $?
(trap 'echo "error $?"' ERR; false; true)
(trap 'echo "debugged"' DEBUG; :) | head -1
ulimit -c 0
{ bash -c 'kill -KILL $$'; echo $?; } 2>/dev/null
{ bash -c 'kill -SEGV $$'; echo $?; } 2>/dev/null
{ (kill -ABRT "$BASHPID"); echo $?; } 2>/dev/null
sleep 20 & kill -STOP $!; kill -CONT $!; kill -KILL $!; wait $! 2>/dev/null; echo $?
set -m; sleep 20 & kill %+; wait $! 2>/dev/null; echo $?; set +m
kill -0 $$ && echo "alive"; kill -l 15; kill -0 4194303 2>/dev/null || echo "nobody"
set -e; (false; echo "errexit does not count here") || true; set +e
bash -c 'set -eu; echo "${undefined}"' 2>/dev/null; echo $?
timeout 0.2 sleep 10; echo $?
coproc DOUBLE { while read -r n; do echo $((n * 2)); done; }
echo 21 >&"${DOUBLE[1]}"; read -r answer <&"${DOUBLE[0]}"; echo "$answer"
exec {DOUBLE[1]}>&-; wait "$DOUBLE_PID"; echo $?

section "files"
mkdir -p tree/{a,b}/c; touch tree/a/{1,2}.txt tree/b/3.TXT; : > "tree/b/with space"
echo tree/*/*.txt; echo tree/*/; echo nothing*; shopt -s nullglob; echo nothing*; shopt -u nullglob
shopt -s globstar; echo tree/**/c; shopt -u globstar
shopt -s nocaseglob; echo tree/b/*.txt; shopt -u nocaseglob
shopt -s extglob
echo tree/a/!(1*); echo tree/@(a|b)/+([0-9]).txt
for file in tree/b/*; do echo "${file##*/}"; done
ln -s tree/a link; ln fifth hard; [[ -L link && -d link ]] && readlink link
[[ fifth -ef hard ]] && echo "same file"; [[ file -nt absent ]] && echo "newer"
chmod 640 fifth; stat -c '%a %s %F %h' fifth; umask 027; : > masked; stat -c %a masked; umask
test -e absent || echo "absent"; rm -r tree; ls | tr '\n' ' '; echo
mkfifo queue; (echo "through a fifo" > queue) & cat queue; wait
(cd absent) 2>/dev/null || echo "cd: $?"; ./absent 2>/dev/null || echo "run: $?"
./fifth 2>/dev/null || echo "no permission: $?"
printf '#!/bin/bash\necho "script $1 $#"\n' > run.sh; chmod +x run.sh; ./run.sh argument two
cat > filter.awk <<'AWK'
{ sum += $1 } END { print sum }
AWK
seq 10 | awk -f filter.awk; echo abc | sed 's/b/[&]/'; grep -c o file
exec 7< file; cat /dev/fd/7; exec 7<&-; [[ -e /dev/stdin ]] && echo "stdin is there"
find . -name 'f*' -type f | sort; du -s empty | cut -f1

section "input"
IFS=: read -r user _ id _ <<< "root:x:0:0"; echo "$user $id"
IFS=,; set -- a,b c; unquoted="1,2,3"; set -- $unquoted; echo "$#"; unset IFS
read -r -n 3 part <<< "abcdef"; echo "$part"
read -r -d ';' part <<< "until;here"; echo "$part"
read -r -t 0.1 nothing < <(sleep 1); (($? > 128)) && echo "timed out"
read -ra words <<< "split into words"; echo "${words[2]}"
while IFS= read -r line || [[ -n $line ]]; do echo "<$line>"; done < <(printf '  x\nno newline')

section "the shell"
echo "$0" | sed 's,.*/,,'; echo "${BASH_VERSINFO[0]}"; echo "$-" | tr -d 'i'
eval 'echo "eval $((6 * 7))"'; source /dev/stdin <<< 'echo "sourced"'
alias greet='echo aliased'; shopt -s expand_aliases
eval greet; type -t greet echo factorial cat; command -v cat; hash -r
export EXPORTED=yes; bash -c 'echo "$EXPORTED"'; EXPORTED=no bash -c 'echo "$EXPORTED"'; env -i bash -c 'echo "${EXPORTED-unset}"'
bash -c 'echo "$0 $1"' zero one; bash -s first <<< 'echo "stdin $1"'
set -x; : traced; { set +x; } 2>/dev/null
(ulimit -n 20; ulimit -n); times > /dev/null && echo "times"
printf '%(%Y)T\n' 0; TZ=UTC0 printf '%(%H:%M)T\n' 3600
[[ $SECONDS -ge 0 && $RANDOM -ge 0 && $PPID -gt 0 && $UID -eq 0 ]] && echo "specials"
[[ $(< /proc/self/comm) == bash ]] && echo "bash it is"
pushd / > /dev/null && dirs | sed 's/[0-9]*$/PID/'; popd > /dev/null
cd / && rm -r "$work" && echo "clean"
exit 17
