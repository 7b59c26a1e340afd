; SPDX-License-Identifier: GPL-2.0-only
;
; System calls: from SYSCALL to the handler in syscall_table and back.
;
;	rax		number; the result
;	rdi rsi rdx	arguments, kept
;	r10 r8 r9	further arguments, kept
;	rcx r11		lost: SYSCALL puts RIP and RFLAGS there
;	others		kept
;
; as on Linux (syscall(2)). SYSCALL changes no stack and leaves GS the user's;
; it clears those flags that MSR_SFMASK names, the interrupt flag among them.
; Between it and the load of RSP here, and between that at the end and SYSRET,
; only NMI, machine check and debug exceptions can come, on stacks of their own.
;
; Registers go to the task's struct user_state, which is the top of its kernel
; stack and begins with a struct trap_frame: those a C function may change, and
; what SYSCALL kept. What a C function preserves (rbx, rbp, r12-r15) is still in
; the registers at the end, and saved only where somebody wants to see all: at
; syscall_with_frame, and for work at the exit. CS and SS are constants: see
; user_enter().
;
; SYSRET to an address that is not canonical would fault in kernel mode with the
; user's stack (CVE-2012-0217). RCX comes from SYSCALL here, on a page below
; USER_END, so that it is canonical; whoever changes RIP leaves by IRET.
;
; The backtrace ends here: RBP is the user's, and unwind.c knows these addresses.

%include "generated/autoconf.inc"
%include "generated/asm-offsets.inc"

extern syscall_table
extern syscall_report_absent
extern syscall_trace_enter
extern user_work
extern trap_entry.user_return

global syscall_entry
global syscall_entry_end
global syscall_with_frame

section .text

; The rest of struct trap_frame, rax being the result.
%macro COMPLETE_FRAME 0
	mov [rsp + TRAP_FRAME_RAX], rax
	mov [rsp + TRAP_FRAME_RBX], rbx
	mov [rsp + TRAP_FRAME_RBP], rbp
	mov [rsp + TRAP_FRAME_R12], r12
	mov [rsp + TRAP_FRAME_R13], r13
	mov [rsp + TRAP_FRAME_R14], r14
	mov [rsp + TRAP_FRAME_R15], r15
	mov rbx, [rsp + TRAP_FRAME_RIP]
	mov rbp, [rsp + TRAP_FRAME_RFLAGS]
	mov [rsp + TRAP_FRAME_RCX], rbx
	mov [rsp + TRAP_FRAME_R11], rbp
	mov qword [rsp + TRAP_FRAME_VECTOR], TRAP_SYSCALL
	lea rbp, [rsp + 1]		; for the backtrace, as in entry.asm
%endmacro

align 64
syscall_entry:
	swapgs
	mov [gs:CPU_USER_RSP], rsp
	mov rsp, [gs:CPU_USER]
	mov [rsp + TRAP_FRAME_RIP], rcx
	mov [rsp + TRAP_FRAME_RFLAGS], r11
	mov rcx, [gs:CPU_USER_RSP]
	mov [rsp + TRAP_FRAME_RSP], rcx
	; From here on an interrupt may come, and another task run.
	sti
	mov [rsp + TRAP_FRAME_RDI], rdi
	mov [rsp + TRAP_FRAME_RSI], rsi
	mov [rsp + TRAP_FRAME_RDX], rdx
	mov [rsp + TRAP_FRAME_R10], r10
	mov [rsp + TRAP_FRAME_R8], r8
	mov [rsp + TRAP_FRAME_R9], r9
	mov [rsp + TRAP_FRAME_ERROR_CODE], rax
	mov eax, eax			; Linux looks at 32 bits only
	cmp eax, [rsp + USER_STATE_DIRECT_CALLS]
	jae .aside
.call:
	mov rcx, r10
	call [syscall_table + rax * 8]
.exit:
	cli
	cmp dword [rsp + USER_STATE_WORK], 0
	jne .work
	mov rdi, [rsp + TRAP_FRAME_RDI]
	mov rsi, [rsp + TRAP_FRAME_RSI]
	mov rdx, [rsp + TRAP_FRAME_RDX]
	mov r10, [rsp + TRAP_FRAME_R10]
	mov r8, [rsp + TRAP_FRAME_R8]
	mov r9, [rsp + TRAP_FRAME_R9]
	mov rcx, [rsp + TRAP_FRAME_RIP]
	mov r11, [rsp + TRAP_FRAME_RFLAGS]
	mov rsp, [rsp + TRAP_FRAME_RSP]
	swapgs
	o64 sysret

; There is no such number, which may be known, or calls are told.
.aside:
	cmp eax, [rsp + USER_STATE_ABSENT_CALL]
	jne .not_known
	mov rax, -ENOSYS
	jmp .exit
.not_known:
%ifdef CONFIG_SYSCALL_TRACE
	cmp dword [rsp + USER_STATE_DIRECT_CALLS], 0
	jne .absent
	mov rdi, rsp
	call syscall_trace_enter
	mov rdi, [rsp + TRAP_FRAME_RDI]
	mov rsi, [rsp + TRAP_FRAME_RSI]
	mov rdx, [rsp + TRAP_FRAME_RDX]
	mov r10, [rsp + TRAP_FRAME_R10]
	mov r8, [rsp + TRAP_FRAME_R8]
	mov r9, [rsp + TRAP_FRAME_R9]
	mov eax, [rsp + TRAP_FRAME_ERROR_CODE]
	cmp eax, SYSCALLS
	jb .call
.absent:
%endif
	mov edi, eax
	call syscall_report_absent
	jmp .exit

; Interrupts are off.
.work:
	COMPLETE_FRAME
	jmp trap_entry.user_return

; Stubs of syscall_table.asm jump here with a handler's address in rax, the
; return to syscall_entry on the stack. The handler finds all registers in the
; frame, and what it leaves there is loaded.
align 16
syscall_with_frame:
	add rsp, 8
	COMPLETE_FRAME
	call rax
	mov [rsp + TRAP_FRAME_RAX], rax
	cli
	jmp trap_entry.user_return
syscall_entry_end:
