#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The GRUB entry of Exo-OS @RELEASE@, run by grub-mkconfig (update-grub).
# GRUB_CMDLINE_EXO in /etc/default/grub is what the kernel is told.
set -e

kernel=/boot/exo-@RELEASE@
initrd=/boot/initrd-exo-@RELEASE@

# A removed package leaves this file until it is purged.
if [ ! -f "$kernel" ]; then
	exit 0
fi
if [ -f /etc/default/grub ]; then
	# shellcheck disable=SC1091
	. /etc/default/grub
fi
# shellcheck disable=SC1091,SC2154
. "$pkgdatadir/grub-mkconfig_lib"

cat << END
menuentry 'Exo-OS @RELEASE@' --class exo --class os {
$(prepare_grub_to_access_device "$GRUB_DEVICE_BOOT" | sed 's/^/	/')
	insmod multiboot2
	multiboot2 $(make_system_path_relative_to_its_root "$kernel") ${GRUB_CMDLINE_EXO-}
END
if [ -f "$initrd" ]; then
	echo "	module2 $(make_system_path_relative_to_its_root "$initrd") initrd"
fi
echo "}"
