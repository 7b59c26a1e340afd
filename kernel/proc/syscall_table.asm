; SPDX-License-Identifier: GPL-2.0-only
;
; The table of system calls: 512 addresses, by number, of handlers
;
;	long sys_name(up to six arguments)
;
; that syscall_entry.asm calls. What syscalls.list does not name, or names for
; a symbol that is off, is syscall_absent.

%include "generated/autoconf.inc"
%include "generated/asm-offsets.inc"
%include "generated/syscalls.inc"

extern syscall_with_frame
extern syscall_report_absent

global syscall_table
global syscall_interruptions

section .text

align 16
; The number is in the task's frame, right above the return address.
syscall_absent:
	mov edi, [rsp + 8 + TRAP_FRAME_ERROR_CODE]
	cmp edi, [rsp + 8 + USER_STATE_ABSENT_CALL]
	jne syscall_report_absent
	mov rax, -ENOSYS
	ret

; The entries up to %1, then one for it.
%assign entries 0
%macro SYSCALL_ENTRY 2
	times %1 - entries dq syscall_absent
	dq %2
	%assign entries %1 + 1
%endmacro

%macro SYSCALL 2
	extern %2
	SYSCALL_ENTRY %1, %2
%endmacro

; By a stub: all registers are saved before, and loaded behind the handler.
%macro SYSCALL_WITH_FRAME 2
	extern %2
	section .text
	align 16
%2_with_frame:
	mov rax, %2
	jmp syscall_with_frame
	section .rodata
	SYSCALL_ENTRY %1, %2_with_frame
%endmacro

section .rodata

align 64
syscall_table:
	SYSCALL_ENTRIES
	times SYSCALLS - entries dq syscall_absent

; What becomes of a call that a signal has interrupted, a byte for each number:
; enum syscall_interruption of signal_deliver.h.
%define RESTART 1
%define RESUME 2
%define REPEAT 3

%assign interruptions 0
%macro SYSCALL_INTERRUPTION 2
	times %1 - interruptions db 0
	db %2
	%assign interruptions %1 + 1
%endmacro

syscall_interruptions:
	SYSCALL_INTERRUPTIONS
	times SYSCALLS - interruptions db 0
