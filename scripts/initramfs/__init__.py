# SPDX-License-Identifier: GPL-2.0-only
"""
The initial RAM filesystem that is built into the kernel.

file_list.py and folder.py read what is to be in it, newc.py writes the archive.
`python3 scripts/initramfs` does all of it, for usr/Makefile.
"""
