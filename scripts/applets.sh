#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# applets.sh BUSYBOX: for scripts/initramfs, a list of the symbolic links that
# make its applets. Fails when BUSYBOX is not a static program that runs here.
set -e
busybox=$1

fail()
{
	echo "*** '$busybox' $1. The userland takes a static BusyBox:" \
		"scripts/setup installs one, BUSYBOX= names another, INITRD=" \
		"(empty) does without." >&2
	exit 1
}

if [ ! -f "$busybox" ]; then
	fail "does not exist"
fi
if LC_ALL=C readelf -lW "$busybox" | grep -q INTERP; then
	fail "is linked dynamically"
fi
applets=$("$busybox" --list-full) || fail "does not run here"

# usr/bin/awk: /usr/bin/awk leads to ../../bin/busybox
echo "$applets" | LC_ALL=C sort | awk -F / '
$0 == "linuxrc" || $0 == "bin/busybox" { next }
{
	up = $1 == "bin" ? "" : "../bin/"
	for (i = 3; i <= NF; i++)
		up = "../" up
	print "slink /" $0 " " up "busybox 0777 0 0"
}'
