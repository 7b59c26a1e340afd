; SPDX-License-Identifier: GPL-2.0-only
;
; vdso.so in whole pages, for <asm/vdso_image.h>. The Makefile makes the file.

global vdso_image
global vdso_image_end

section .rodata
align 4096
vdso_image:
	incbin	"arch/x86_64/vdso/vdso.so"
	align 4096, db 0
vdso_image_end:
