#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Make a bootable ISO: mkiso.sh KERNEL ISO
#
# Environment: SOURCE_DATE_EPOCH (required), CMDLINE and INITRD (optional).
#
# GRUB for BIOS, started from a CD or, by the boot sector in front, from a
# disk. Only the modules the menu needs are in, as part of GRUB's own image.
# The same inputs give the same bytes: every date, serial number and owner is
# fixed here. The layout leaves room for UEFI: one more boot image.
set -e

kernel=$1
iso=$2
source=$(dirname "$0")
grub=${GRUB_FOLDER:-/usr/lib/grub}/i386-pc

modules="biosdisk iso9660 normal multiboot2 serial terminal echo test ls boot reboot halt"

for tool in grub-mkimage xorriso "$grub/cdboot.img"; do
	if ! command -v "$tool" > /dev/null && [ ! -f "$tool" ]; then
		echo "*** '$tool' is missing; scripts/setup installs what the ISO needs." >&2
		exit 1
	fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/tree/boot/grub"
cp "$kernel" "$work/tree/boot/exo"
awk -v cmdline="${CMDLINE-}" -v initrd="${INITRD-}" '{
	at = index($0, "@CMDLINE@")
	if (at)
		$0 = substr($0, 1, at - 1) cmdline substr($0, at + 9)
	if (initrd != "")
		sub(/#initrd /, "")
	print
}' "$source/grub.cfg" > "$work/tree/boot/grub/grub.cfg"
if [ -n "${INITRD-}" ]; then
	cp "$INITRD" "$work/tree/boot/initrd"
fi

# shellcheck disable=SC2086
grub-mkimage -d "$grub" -O i386-pc -p /boot/grub -o "$work/core.img" $modules
cat "$grub/cdboot.img" "$work/core.img" > "$work/tree/boot/grub/bios.img"

chmod -R u=rwX,go=rX "$work/tree"
find "$work/tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

date=$(TZ=UTC date -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S00)
LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH \
xorriso -as mkisofs -quiet -o "$work/iso" -V EXO_OS -r \
	--modification-date="$date" \
	--grub2-mbr "$grub/boot_hybrid.img" --protective-msdos-label \
	-b boot/grub/bios.img -no-emul-boot -boot-load-size 4 \
	-boot-info-table --grub2-boot-info \
	"$work/tree" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
mv "$work/iso" "$iso"
