#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Print the QEMU arguments, one a line, that start a guest under OVMF, the UEFI
# firmware: ovmf.sh
#
# OVMF= names the firmware's code; otherwise it is looked for where Debian,
# Fedora, Arch, openSUSE and QEMU itself install it. What the guest writes to
# its variables is lost when it ends.
set -e

# code_path: the first that is there
code_path()
{
	for code in \
		/usr/share/OVMF/OVMF_CODE_4M.fd /usr/share/OVMF/OVMF_CODE.fd \
		/usr/share/edk2/ovmf/OVMF_CODE.fd \
		/usr/share/edk2/x64/OVMF_CODE.4m.fd \
		/usr/share/edk2-ovmf/x64/OVMF_CODE.fd \
		/usr/share/qemu/ovmf-x86_64-code.bin \
		/usr/share/qemu/edk2-x86_64-code.fd; do
		if [ -f "$code" ]; then
			echo "$code"
			return
		fi
	done
}

# vars_path CODE: the empty variables that belong to it
vars_path()
{
	folder=$(dirname "$1")
	name=$(basename "$1" | sed -e 's/CODE/VARS/' -e 's/code/vars/' \
		-e 's/^edk2-x86_64/edk2-i386/')
	if [ "$folder/$name" != "$1" ] && [ -f "$folder/$name" ]; then
		echo "$folder/$name"
	fi
}

code=${OVMF:-$(code_path)}
if [ -z "$code" ]; then
	echo "*** No UEFI firmware found (Debian: ovmf); OVMF= names another." >&2
	exit 1
fi
if [ ! -f "$code" ]; then
	echo "*** There is no '$code', which OVMF= names." >&2
	exit 1
fi
vars=$(vars_path "$code")

echo -drive
echo "if=pflash,unit=0,format=raw,readonly=on,file=$code"
if [ -n "$vars" ]; then
	echo -drive
	echo "if=pflash,unit=1,format=raw,snapshot=on,file=$vars"
fi
