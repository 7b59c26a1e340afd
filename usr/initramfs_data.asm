; SPDX-License-Identifier: GPL-2.0-only
;
; The archive of CONFIG_INITRAMFS_SOURCE, for fs/initramfs/initramfs.c. The
; Makefile makes the file.

global initramfs_data
global initramfs_data_end

section .rodata
align 8
initramfs_data:
	incbin	"usr/initramfs_data"
initramfs_data_end:
