; SPDX-License-Identifier: GPL-2.0-only
;
; void segments_load(const void *gdt /* rdi */, size_t bytes /* rsi */)
;
; Load the descriptor table and reload what was loaded from the old one: CS by
; a far return, the data segments, the task register. FS and GS get the null
; selector, whose load may clear the hidden base (Intel SDM vol. 3, 3.4.4), so
; GS base is saved around it; nothing that needs GS may run in between.

%include "generated/asm-offsets.inc"

global segments_load

section .text

segments_load:
	push rbp
	mov rbp, rsp
	sub rsp, 16
	dec rsi
	mov [rsp], si
	mov [rsp + 2], rdi
	lgdt [rsp]

	mov ecx, MSR_GS_BASE
	rdmsr				; edx:eax, kept through the loads
	xor ecx, ecx
	mov fs, ecx
	mov gs, ecx
	mov ecx, MSR_GS_BASE
	wrmsr

	mov ecx, SELECTOR_KERNEL_DATA
	mov ds, ecx
	mov es, ecx
	mov ss, ecx
	mov ecx, SELECTOR_TSS
	ltr cx

	lea rax, [rel .reloaded]
	push SELECTOR_KERNEL_CODE
	push rax
	retfq
.reloaded:
	leave
	ret
