#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What packages run after they are installed or removed: renew GRUB's menu, in
# Debian's way or in Fedora's. A system without GRUB has none.
set -e

if command -v update-grub > /dev/null; then
	update-grub
elif command -v grub2-mkconfig > /dev/null; then
	grub2-mkconfig -o /boot/grub2/grub.cfg
fi
