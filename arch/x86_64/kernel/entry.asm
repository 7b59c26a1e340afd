; SPDX-License-Identifier: GPL-2.0-only
;
; Entry from exceptions and interrupts. 256 stubs of 16 bytes each complete
; what the processor pushed (Intel SDM vol. 3, 6.14) to a struct trap_frame
; and call
;
;	void trap_dispatch(struct trap_frame *frame)
;
; with interrupts off (all gates are interrupt gates), the direction and
; alignment-check flags clear, GS on this CPU's struct cpu, and RBP holding
; the frame's address + 1, by which the backtrace knows it from a saved RBP.
;
; The processor aligns RSP to 16 before it pushes, in 64-bit mode always, and
; the frame is a multiple of 16 long, so the call finds the stack as the ABI
; wants it. What C may change in the frame is what the code returns to.
;
; GS. From user mode it is the user's and SWAPGS brings ours. From kernel mode
; it is ours, with two exceptions: the IRET to user mode faulting after GS
; was given back, told by its address; and NMI, machine check, double fault
; and debug exceptions, which may hit the few instructions around SWAPGS.
; Those four take trap_entry_paranoid, on stacks of their own; whoever handles
; one must not sleep there, even when it came from user mode. Only a debug
; exception from user mode goes over to the task's kernel stack, to be a signal.
;
; From user mode the frame is the top of the task's kernel stack, TSS.RSP0, and
; trap_entry.user_return leads back: it looks for work first, see <asm/user_state.h>.

%include "generated/autoconf.inc"
%include "generated/asm-offsets.inc"

extern trap_dispatch
%ifdef CONFIG_USER
extern iret_fault_frame
extern user_work
global trap_entry.user_return
%endif

global trap_stubs
global trap_stubs_end
global trap_entry
global trap_entry_paranoid
global trap_entry.iret_to_user

; The first three bytes of both entries; trap_init() overwrites them with CLAC
; where there is SMAP.
%macro CLAC_PLACE 0
	db 0x0f, 0x1f, 0x00		; nop dword [rax]
%endmacro

%macro PUSH_REGISTERS 0
	push rcx
	push rax
	push rdx
	push rbx
	push rbp
	push rsi
	push rdi
	push r15
	push r14
	push r13
	push r12
	push r11
	push r10
	push r9
	push r8
%endmacro

; Undo PUSH_REGISTERS and drop vector and error code.
%macro POP_REGISTERS 0
	pop r8
	pop r9
	pop r10
	pop r11
	pop r12
	pop r13
	pop r14
	pop r15
	pop rdi
	pop rsi
	pop rbp
	pop rbx
	pop rdx
	pop rax
	pop rcx
	add rsp, 16
%endmacro

; The call, with RBP made to lead the backtrace to the frame.
%macro CALL_DISPATCH 0
	lea rbp, [rsp + 1]
	mov rdi, rsp
	call trap_dispatch
%endmacro

; Vectors for which the processor pushes an error code (SDM vol. 3, table
; 6-1; 29 and 30 AMD APM vol. 2, table 8-1), and those with stacks of their
; own, as bit masks.
%define ERROR_CODE_VECTORS	(1 << 8 | 0x1f << 10 | 1 << 17 | 1 << 21 | 1 << 29 | 1 << 30)
%define PARANOID_VECTORS	(1 << 1 | 1 << 2 | 1 << 8 | 1 << 18)

section .text

align 16
trap_stubs:
%assign vector 0
%rep 256
	align 16
	%if vector >= 32 || ((ERROR_CODE_VECTORS >> (vector & 31)) & 1) == 0
	push 0
	%endif
	push vector
	%if vector < 32 && ((PARANOID_VECTORS >> (vector & 31)) & 1) != 0
	jmp trap_entry_paranoid
	%else
	jmp trap_entry
	%endif
	%assign vector vector + 1
%endrep
	align 16
trap_stubs_end:
; idt.c counts on the size: this assembles to nothing, or not at all.
times -(trap_stubs_end - trap_stubs != 256 * 16) nop

align 16
trap_entry:
	CLAC_PLACE
	PUSH_REGISTERS
	cld
	test byte [rsp + TRAP_FRAME_CS], 3
	jz .from_kernel
.from_user:
	swapgs
.dispatch_user:
	CALL_DISPATCH
	; trap_dispatch() returns with interrupts off, so nothing but the
	; paranoid four can come between here and IRETQ.
%ifdef CONFIG_USER
trap_entry.user_return:
	cmp dword [rsp + USER_STATE_WORK], 0
	je trap_entry.restore_user
	mov rdi, rsp
	call user_work
	jmp trap_entry.user_return
%endif
trap_entry.restore_user:
	POP_REGISTERS
	swapgs
trap_entry.iret_to_user:
	iretq

trap_entry.from_kernel:
	; A bad user context makes the IRETQ above fault in kernel mode with
	; the user's GS: take ours back. The frame says kernel mode still.
	cmp qword [rsp + TRAP_FRAME_RIP], trap_entry.iret_to_user
	jne trap_entry.gs_is_ours
	swapgs
%ifdef CONFIG_USER
	; It becomes one as if the fault had come behind the IRETQ, where the
	; registers are back in what is left of the frame.
	mov rdi, rsp
	call iret_fault_frame
	mov rsp, rax
	jmp trap_entry.dispatch_user
%endif
trap_entry.gs_is_ours:
	CALL_DISPATCH
	POP_REGISTERS
	iretq

; From user mode there is no doubt about GS. From kernel mode: the stack is
; one of gdt.c's, whose topmost word, right above the frame, holds what GS base
; ought to be. Trusting the sign of GS base instead would let a user with
; WRGSBASE fool us.
align 16
trap_entry_paranoid:
	CLAC_PLACE
	PUSH_REGISTERS
	cld
	test byte [rsp + TRAP_FRAME_CS], 3
%ifdef CONFIG_USER
	jnz .from_user
%else
	jnz trap_entry.from_user
%endif
	xor ebx, ebx			; whether to swap back
	mov ecx, MSR_GS_BASE
	rdmsr
	shl rdx, 32
	or rax, rdx
	cmp rax, [rsp + TRAP_FRAME_SIZE]
	je .gs_is_ours
	swapgs
	inc ebx
.gs_is_ours:
	CALL_DISPATCH
	test ebx, ebx
	jz .return
	swapgs
.return:
	POP_REGISTERS
	iretq

%ifdef CONFIG_USER
.from_user:
	swapgs
	cmp byte [rsp + TRAP_FRAME_VECTOR], TRAP_DEBUG
	je .debug_from_user
	CALL_DISPATCH
	jmp trap_entry.restore_user
.debug_from_user:
	mov rsi, rsp
	mov rdi, [gs:CPU_USER]
	mov rsp, rdi
	mov ecx, TRAP_FRAME_SIZE / 8
	rep movsq
	jmp trap_entry.dispatch_user
%endif
