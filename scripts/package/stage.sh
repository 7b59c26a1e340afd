#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Put what the packages hold into folders: stage.sh STAGE MAKE...
#
#	STAGE/image	kernel, System.map, configuration, userland and, with
#			GRUB_ENTRY=y, an entry for GRUB's menu
#	STAGE/debug	the kernel with its symbols, where debuggers look
#	STAGE/headers	what programs include
#
# MAKE... is make with the arguments of the build; the current directory is the
# object tree. Environment: RELEASE, GRUB_ENTRY, SOURCE_DATE_EPOCH. Modes and dates are the
# same whoever does it, and when.
set -e

stage=$1
shift
source=$(dirname "$0")
umask 022

rm -rf "$stage"
mkdir -p "$stage/debug/usr/lib/debug/boot"
"$@" install DESTDIR="$stage/image" INSTALL_PATH=/boot > /dev/null
"$@" headers_install INSTALL_HDR_PATH="$stage/headers/usr" > /dev/null
cp exo.elf "$stage/debug/usr/lib/debug/boot/exo-$RELEASE"

chmod -R u=rwX,go=rX "$stage"
if [ "$GRUB_ENTRY" = y ]; then
	install -d "$stage/image/etc/grub.d"
	entry=$stage/image/etc/grub.d/11_exo-$RELEASE
	sed "s/@RELEASE@/$RELEASE/" "$source/grub-entry.sh" > "$entry"
	chmod 755 "$entry"
fi
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
