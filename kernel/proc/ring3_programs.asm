; SPDX-License-Identifier: GPL-2.0-only
;
; Programs that tests and benchmarks run in ring 3, see ring3.h. They run as a
; copy, so addresses are relative. Most end in UD2, where the test looks at
; the registers.

%include "generated/syscalls.inc"

default rel

; u64 user_read_unguarded(const void *from): without STAC. ~0 when it faults.
global user_read_unguarded
section .text
align 16
user_read_unguarded:
.read:
	mov rax, [rdi]
	ret
.fault:
	mov rax, -1
	ret

section .exception_table align=8
	dq user_read_unguarded.read, user_read_unguarded.fault

section .rodata
align 16
global ring3_programs
global ring3_programs_end
ring3_programs:

%macro PROGRAM 1
align 16
global %1
%1:
%endmacro

; One system call, with the registers as given.
PROGRAM ring3_syscall
	syscall
	ud2

; ebx is the number, r12 how often; then exit(0).
PROGRAM ring3_syscall_loop
	mov eax, ebx
	syscall
	dec r12
	jnz ring3_syscall_loop
	mov eax, NR_exit
	xor edi, edi
	syscall

; Two calls, r12 times: ebx is the first, of r14, rsi, rdx; ebp the second, of r15 and
; the same. Then exit(0).
PROGRAM ring3_syscall_pair_loop
	mov eax, ebx
	mov rdi, r14
	syscall
	mov eax, ebp
	mov rdi, r15
	syscall
	dec r12
	jnz ring3_syscall_pair_loop
	mov eax, NR_exit
	xor edi, edi
	syscall

; Each time all registers must be as before, but rax, rcx and r11: r15 counts in
; which they are not; rdi is the number, r14 how often. Registers hold patterns.
PROGRAM ring3_syscall_registers
	xor r15d, r15d
	mov rbp, 0x1111111111111111
	mov rbx, 0x2222222222222222
	mov rdx, 0x3333333333333333
	mov rsi, 0x4444444444444444
	mov r8, 0x5555555555555555
	mov r9, 0x6666666666666666
	mov r10, 0x7777777777777777
	mov r12, 0x8888888888888888
	mov r13, rsp
.loop:
	mov eax, edi
	stc
	std
	syscall
.behind:
	pushfq
	cld
%macro CHECK 2
	mov rcx, %2
	cmp %1, rcx
	je %%right
	inc r15
%%right:
%endmacro
	lea rax, [.behind]
	cmp rcx, rax
	je .rcx_right
	inc r15
.rcx_right:
	pop rax
	cmp rax, r11			; flags are in r11, and came back
	je .flags_right
	inc r15
.flags_right:
	test eax, 1 << 10		; DF was kept
	jnz .direction_right
	inc r15
.direction_right:
	CHECK rbp, 0x1111111111111111
	CHECK rbx, 0x2222222222222222
	CHECK rdx, 0x3333333333333333
	CHECK rsi, 0x4444444444444444
	CHECK r8, 0x5555555555555555
	CHECK r9, 0x6666666666666666
	CHECK r10, 0x7777777777777777
	CHECK r12, 0x8888888888888888
	CHECK rsp, r13
	dec r14
	jnz .loop
	ud2

PROGRAM ring3_spin
	inc rax
	jmp ring3_spin

PROGRAM ring3_divide
	xor ecx, ecx
	div ecx
PROGRAM ring3_breakpoint
	int3
PROGRAM ring3_overflow
	int 4
PROGRAM ring3_invalid_opcode
	ud2
PROGRAM ring3_step
	pushfq
	or dword [rsp], 1 << 8
	popfq
	nop
	ud2
PROGRAM ring3_privileged
	cli
	ud2
PROGRAM ring3_kernel_gate
	int 0x80
	ud2
; A stack access through an address that is not canonical.
PROGRAM ring3_bad_stack
	mov rsp, 0x8000000000000000
	push rax
	ud2
PROGRAM ring3_read
	mov rax, [rdi]
	ud2
PROGRAM ring3_write
	mov [rdi], rax
	ud2
PROGRAM ring3_jump
	jmp rdi
; The second instruction reports what the first has done.
PROGRAM ring3_x87_divide
	push 0x37b			; divisions by zero are not masked
	fldcw [rsp]
	fld1
	fldz
	fdivp
	fwait
	ud2
PROGRAM ring3_unaligned
	pushfq
	or dword [rsp], 1 << 18
	popfq
	mov eax, [rdi]
	ud2
PROGRAM ring3_sgdt
	sgdt [rsp - 16]
	ud2

; The trap flag is set as the system call is made: rax is its number.
PROGRAM ring3_step_syscall
	pushfq
	or dword [rsp], 1 << 8
	popfq
	syscall
	ud2

; As many flags as a program can set: TF apart.
PROGRAM ring3_flags_syscall
	push 0x244ed7			; ID, AC, NT, DF, OF, SF, ZF, AF, PF, CF
	popfq
	syscall
	pushfq
	pop rbx
	ud2

; With a breakpoint at [rdi] the exception is put off to behind SYSCALL.
PROGRAM ring3_mov_ss_syscall
	mov ebx, ss
	mov [rdi], ebx
	mov ss, [rdi]
	syscall
	ud2

; The registers at the start of a program: rbx is the control word, r12 MXCSR, r13
; and r14 a register.
PROGRAM ring3_fpu_initial
	push 0
	fnstcw [rsp]
	pop rbx
	push 0
	stmxcsr [rsp]
	pop r12
	movq r13, xmm5
	movq r14, xmm15
	ud2

; r12 times: the registers hold patterns of rdi, others run, and they still do.
; r15 counts in how many they do not.
PROGRAM ring3_fpu_keep
	xor r15d, r15d
	movq xmm0, rdi
	movq xmm15, rdi
	push rdi
	fild qword [rsp]
	pop rax
.loop:
	mov eax, NR_sched_yield
	syscall
	movq rax, xmm0
	cmp rax, rdi
	je .first_right
	inc r15
.first_right:
	movq rax, xmm15
	cmp rax, rdi
	je .last_right
	inc r15
.last_right:
	sub rsp, 8
	fist dword [rsp]
	pop rax
	cmp eax, edi
	je .x87_right
	inc r15
.x87_right:
	dec r12
	jnz .loop
	ud2

; Set a base by arch_prctl and read through it: rdi is the option, rsi the address.
PROGRAM ring3_bases
	mov eax, NR_arch_prctl
	syscall
	mov rbx, [fs:0]
	mov r12, [gs:0]
	ud2

; r12 times: FS base is rsi, which holds its own address, GS base rsi + 8; r15
; counts the others.
PROGRAM ring3_base_keep
	mov r13, rsi
	xor r15d, r15d
	mov [rsi], rsi
	mov [rsi + 8], rsi
	mov edi, 0x1002			; ARCH_SET_FS
	mov eax, NR_arch_prctl
	syscall
	lea rsi, [r13 + 8]
	mov edi, 0x1001			; ARCH_SET_GS
	mov eax, NR_arch_prctl
	syscall
.loop:
	mov eax, NR_sched_yield
	syscall
	cmp [fs:0], r13
	je .fs_right
	inc r15
.fs_right:
	cmp [gs:0], r13
	je .gs_right
	inc r15
.gs_right:
	dec r12
	jnz .loop
	ud2

; Selectors of its own; then rbx: those of FS and GS after others ran.
PROGRAM ring3_selectors
	mov eax, 0x2b
	mov ds, eax
	mov es, eax
	mov fs, eax
	mov gs, eax
	mov eax, NR_sched_yield
	syscall
	ud2

; Linux looks at the lower half of rax only.
PROGRAM ring3_syscall_number_high
	mov rax, 0x1234567800000000 + NR_gettid
	syscall
	ud2

; xmm3 is r15, FS base rsi; then a system call that may change all. Behind it r14
; is xmm3, r13 what FS base leads to.
PROGRAM ring3_state_syscall
	movq xmm3, r15
	push rax
	push rdi
	mov edi, 0x1002			; ARCH_SET_FS
	mov eax, NR_arch_prctl
	syscall
	pop rdi
	pop rax
	syscall
	movq r14, xmm3
	mov r13, [fs:0]
	ud2

ring3_programs_end:
times -(ring3_programs_end - ring3_programs > 4096) nop	; one page
