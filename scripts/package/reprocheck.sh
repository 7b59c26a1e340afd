#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build twice under different circumstances and compare the bytes.
#
#	reprocheck.sh [VARIABLE=VALUE...]	e.g. CC=clang, passed to make
#
# The circumstances: the path of the sources and its length, a build in the
# tree and one with O=, file times, umask, language, time zone, user and host
# names, number of jobs. Debug information is on, for it likes to record
# paths. CONFIG= names another configuration to build.
set -e

source=$(cd "$(dirname "$0")/../.." && pwd)
config=${CONFIG:-x86_64_defconfig}
images="exo exo.elf System.map exo.iso"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${SOURCE_DATE_EPOCH-}" ]; then
	SOURCE_DATE_EPOCH=$(git -C "$source" log -1 --format=%ct 2> /dev/null ||
		stat -c %Y "$source/VERSION")
fi
export SOURCE_DATE_EPOCH
unset MAKEFLAGS MFLAGS MAKELEVEL

first=$work/a
second=$work/a-second-and-much-longer-path/source
output=$work/out/of/tree
mkdir -p "$first" "$second"

# Everything but the results of builds: sources have no .cmd file.
tar -C "$source" --exclude=.git --exclude='./build*' --exclude='*.cmd' \
	--exclude='*.o' --exclude='*.a' --exclude=./.config \
	--exclude=./include/config --exclude=./include/generated \
	--exclude=__pycache__ -cf - . | tar -C "$first" -xf -
cp -r "$first/." "$second"
find "$second" -type f -exec touch -d 2001-02-03 {} +

# with_debug_info MAKE...: configure, debug information on
with_debug_info()
{
	folder=$1
	shift
	"$@" "$config"
	sed -i 's/.*CONFIG_DEBUG_INFO.*/CONFIG_DEBUG_INFO=y/' "$folder/.config"
	"$@" olddefconfig
}

# Each build has an environment of its own, on purpose in a subshell.
# shellcheck disable=SC2030,SC2031
(
	umask 022
	export LC_ALL=C TZ=UTC USER=alice HOSTNAME=here
	with_debug_info "$first" make -s -C "$first"
	make -s -C "$first" -j1 all iso "$@"
)
# shellcheck disable=SC2030,SC2031
(
	umask 077
	export LC_ALL=C.UTF-8 TZ=Pacific/Chatham USER=bob HOSTNAME=there
	with_debug_info "$output" make -s -C "$second" O="$output"
	make -s -C "$second" O="$output" -j2 all iso "$@"
)

status=0
for image in $images; do
	if cmp "$first/$image" "$output/$image"; then
		echo "identical: $image ($(stat -c %s "$first/$image") bytes)"
	else
		status=1
	fi
done
exit $status
