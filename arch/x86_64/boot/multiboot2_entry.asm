; SPDX-License-Identifier: GPL-2.0-only
;
; The multiboot2 header and entry point (Multiboot2 Specification 2.0,
; sections 3.1 and 3.3). Without CONFIG_BOOT_GRAPHICS there is no framebuffer
; tag: with one, GRUB on BIOS leaves text mode whatever its configuration says.

%include "generated/autoconf.inc"
%include "generated/asm-offsets.inc"

global multiboot2_entry
extern boot_enter_long_mode

HEADER_MAGIC		equ 0xe85250d6
HEADER_ARCH_I386	equ 0		; enter in 32-bit protected mode
TAG_END			equ 0
TAG_INFORMATION_REQUEST	equ 1
TAG_FRAMEBUFFER		equ 5
TAG_MODULE_ALIGN	equ 6
TAG_FLAG_OPTIONAL	equ 1
LOADER_MAGIC		equ 0x36d76289

INFORMATION_MEMORY_MAP	equ 6

section .boot.header progbits alloc noexec nowrite align=8
header:
	dd	HEADER_MAGIC
	dd	HEADER_ARCH_I386
	dd	header_end - header
	dd	0x100000000 - (HEADER_MAGIC + HEADER_ARCH_I386 + (header_end - header))

	align	8, db 0
information_request:
	dw	TAG_INFORMATION_REQUEST, 0
	dd	information_request_end - information_request
	dd	INFORMATION_MEMORY_MAP
information_request_end:

	align	8, db 0
	dw	TAG_MODULE_ALIGN, TAG_FLAG_OPTIONAL
	dd	8

%ifdef CONFIG_BOOT_GRAPHICS
	align	8, db 0
framebuffer:
	dw	TAG_FRAMEBUFFER, TAG_FLAG_OPTIONAL
	dd	framebuffer_end - framebuffer
	dd	0, 0, 0			; any width, height and depth
framebuffer_end:
%endif

	align	8, db 0
	dw	TAG_END, 0
	dd	8
header_end:

section .boot.text progbits alloc exec nowrite align=16
bits 32

; eax = magic, ebx = boot information, the rest undefined.
multiboot2_entry:
	cli
	mov	edi, BOOT_PROTOCOL_MULTIBOOT2
	mov	esi, ebx
	cmp	eax, LOADER_MAGIC
	je	boot_enter_long_mode
	; Not a multiboot2 loader: boot_main says so on the console.
	mov	edi, BOOT_PROTOCOL_UNKNOWN
	mov	esi, eax
	jmp	boot_enter_long_mode
