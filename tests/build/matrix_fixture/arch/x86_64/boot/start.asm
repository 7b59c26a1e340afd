; SPDX-License-Identifier: GPL-2.0-only
; By PVH to a prompt on the serial line, then idle. Nothing interrupts it: the
; lines of the 8259 are masked.
%include "generated/autoconf.inc"

section .note.pvh note alloc noexec nowrite align=4
	dd	4, 8, 18
	db	"Xen", 0
	dq	start

section .text
bits 32
global start
start:
	cli
	mov	al, 0xff
	out	0x21, al
	out	0xa1, al
%ifdef CONFIG_STALL
	hlt
%endif
%ifdef CONFIG_SOAK
	nop
%endif
	mov	esi, prompt
	mov	dx, 0x3f8
.next:	lodsb
	test	al, al
	jz	.idle
	out	dx, al
	jmp	.next
.idle:	sti
	hlt
	jmp	.idle

prompt:	db	"exo> ", 0
