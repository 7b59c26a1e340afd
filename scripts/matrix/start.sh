#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do one job where GNU parallel puts it: start.sh TREE KEY
#
# The current folder has TREE.tar, the sources, and jobs/KEY.json; the result
# goes to results/KEY.json. The first job unpacks the sources; should two do so
# at once, one of them takes the other's.
set -e
tree=$1
key=$2
if [ ! -d "$tree" ]; then
	new=$(mktemp -d "$tree.XXXXXX")
	tar -xf "$tree.tar" -C "$new"
	mv -T "$new" "$tree" 2> /dev/null || rm -rf "$new"
fi
mkdir -p results
exec /usr/bin/python3 -B "$tree/scripts/matrix" job "jobs/$key.json" "results/$key.json"
