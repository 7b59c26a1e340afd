#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ssh, as GNU parallel and rsync call it, to a machine that is a folder: its home
# is HOST below STAND_IN_FOLDER. The host "down" is none. Like sshd it sets SHELL,
# which what GNU parallel sends over needs.
while [ "${1#-}" != "$1" ]; do
	case $1 in
	-[lpio]) shift ;;
	esac
	shift
done
host=$1
shift
[ "${1-}" != -- ] || shift
if [ "$host" = down ]; then
	echo "ssh: connect to host down: No route to host" >&2
	exit 255
fi
HOME=$STAND_IN_FOLDER/$host
SHELL=/bin/sh
export HOME SHELL
mkdir -p "$HOME"
cd "$HOME" || exit 255
echo "$*" >> "$STAND_IN_FOLDER/$host.log"
exec sh -c "$*"
