; SPDX-License-Identifier: GPL-2.0-only
;
; The PVH entry point: an ELF note that names it, and the entry itself (Xen
; "x86/HVM direct boot ABI"). QEMU's -kernel and microvm boot this way.

%include "generated/asm-offsets.inc"

global pvh_entry
extern boot_enter_long_mode

XEN_ELFNOTE_PHYS32_ENTRY equ 18

section .note.pvh note alloc noexec nowrite align=4
	dd	note_name_end - note_name
	dd	note_value_end - note_value
	dd	XEN_ELFNOTE_PHYS32_ENTRY
note_name:
	db	"Xen", 0
note_name_end:
	align	4, db 0
note_value:
	dq	pvh_entry
note_value_end:

section .boot.text progbits alloc exec nowrite align=16
bits 32

; ebx = struct hvm_start_info. eax is not defined by the protocol.
pvh_entry:
	cli
	mov	edi, BOOT_PROTOCOL_PVH
	mov	esi, ebx
	jmp	boot_enter_long_mode
