; SPDX-License-Identifier: GPL-2.0-only
;
; The first instructions of a kernel thread. context_switch() of
; <asm/context.h> jumps here on the top of an empty stack, which is a multiple
; of 16. Calls
;
;	noreturn void thread_begin(void)
;
; so that the backtrace of every thread ends here, by rbp = 0.

extern thread_begin

global thread_entry

section .text

align 16
thread_entry:
	xor	ebp, ebp
	call	thread_begin
	ud2
