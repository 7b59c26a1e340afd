#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Make a bootable ISO: mkiso.sh KERNEL ISO
#
# Environment: SOURCE_DATE_EPOCH (required), CMDLINE, INITRD and ISO_FIRMWARE
# (optional; the last is "bios uefi" by default).
#
#	bios	GRUB behind an El Torito entry for CDs and, for disks, a boot
#		sector in front of everything
#	uefi	a FAT image with /EFI/BOOT/BOOTX64.EFI, by an El Torito entry
#		for CDs and as a GPT partition for disks
#
# Both read the same menu and kernel from the ISO. GRUB's modules are only
# those that the menu needs, as part of its own image. The same inputs give the
# same bytes: every date, serial number and owner is fixed here.
set -e

kernel=$1
iso=$2
source=$(dirname "$0")
firmware=${ISO_FIRMWARE:-bios uefi}
grub=${GRUB_FOLDER:-/usr/lib/grub}
grub_bios=$grub/i386-pc
grub_uefi=$grub/x86_64-efi

modules="iso9660 normal multiboot2 terminal echo test ls boot reboot halt"
modules_bios="$modules biosdisk serial"
modules_uefi="$modules search_fs_uuid efi_gop efi_uga"

fail()
{
	echo "*** $*" >&2
	exit 1
}

# need FILE-OR-COMMAND PACKAGE [FIRMWARE]
need()
{
	if ! command -v "$1" > /dev/null && [ ! -f "$1" ]; then
		fail "'$1' is missing (Debian: $2); scripts/setup installs" \
			"what the ISO needs${3:+. ISO_FIRMWARE=$3 does without it}."
	fi
}

bios=
uefi=
for word in $firmware; do
	case $word in
	bios) bios=y ;;
	uefi) uefi=y ;;
	*) fail "ISO_FIRMWARE: '$word' is neither bios nor uefi" ;;
	esac
done
need grub-mkimage grub-common
need xorriso xorriso
if [ -n "$bios" ]; then
	need "$grub_bios/cdboot.img" grub-pc-bin uefi
fi
if [ -n "$uefi" ]; then
	need "$grub_uefi/moddep.lst" grub-efi-amd64-bin bios
	need mformat mtools bios
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH
date=$(date -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S00)
uuid=$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d-%H-%M-%S-00)

mkdir -p "$work/tree/boot/grub"
cp "$kernel" "$work/tree/boot/exo"
# What is special to GRUB's shell is escaped, but for double quotes: there as in
# the kernel they hold words together.
CMDLINE=${CMDLINE-} INITRD=${INITRD-} awk '
function escape(text,    out, i, c, quoted) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\"")
			quoted = !quoted
		else if (index(quoted ? "\\$" : "\\$\047;&|<>{}#", c))
			out = out "\\"
		out = out c
	}
	return out
}
{
	at = index($0, "@CMDLINE@")
	if (at)
		$0 = substr($0, 1, at - 1) escape(ENVIRON["CMDLINE"]) \
			substr($0, at + 9)
	if (ENVIRON["INITRD"] != "")
		sub(/#initrd /, "")
	print
}' "$source/grub.cfg" > "$work/tree/boot/grub/grub.cfg"
if [ -n "${INITRD-}" ]; then
	cp "$INITRD" "$work/tree/boot/initrd"
fi

make_bios_image()
{
	# shellcheck disable=SC2086
	grub-mkimage -d "$grub_bios" -O i386-pc -p /boot/grub \
		-o "$work/core.img" $modules_bios
	cat "$grub_bios/cdboot.img" "$work/core.img" \
		> "$work/tree/boot/grub/bios.img"
}

# UEFI loads the program from the FAT image, which lies inside the ISO; where
# that is, GRUB has to find by the date that is its UUID.
make_uefi_image()
{
	image=$work/tree/boot/grub/uefi.img
	program=$work/BOOTX64.EFI

	cat > "$work/uefi.cfg" <<-EOF
		search.fs_uuid $uuid root
		set prefix=(\$root)/boot/grub
	EOF
	# shellcheck disable=SC2086
	grub-mkimage -d "$grub_uefi" -O x86_64-efi -p /boot/grub \
		-c "$work/uefi.cfg" -o "$program" $modules_uefi
	# In sectors, with 16 KB and more for the file system.
	size=$(($(stat -c %s "$program") / 512 + 36))
	mformat -i "$image" -C -T "$size" -h 2 -s 18 -c 4 -N 45584f21 ::
	mmd -i "$image" ::/EFI ::/EFI/BOOT
	mcopy -i "$image" "$program" ::/EFI/BOOT
}

options=
if [ -n "$bios" ]; then
	make_bios_image
	options="--grub2-mbr $grub_bios/boot_hybrid.img --protective-msdos-label
		-b boot/grub/bios.img -no-emul-boot -boot-load-size 4
		-boot-info-table --grub2-boot-info"
fi
if [ -n "$uefi" ]; then
	make_uefi_image
	options="$options --efi-boot boot/grub/uefi.img -efi-boot-part
		--efi-boot-image"
fi

chmod -R u=rwX,go=rX "$work/tree"
find "$work/tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# shellcheck disable=SC2086
xorriso -as mkisofs -quiet -o "$work/iso" -V EXO_OS -r \
	--modification-date="$date" $options \
	"$work/tree" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
mv "$work/iso" "$iso"
