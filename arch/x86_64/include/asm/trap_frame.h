/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. The registers of interrupted code as the entry stubs push
 * them; entry.asm builds exactly this, lowest address first. The general
 * registers are in the order of struct sigcontext, <uapi/ucontext.h>: signals copy
 * them in one go.
 */
#ifndef ASM_TRAP_FRAME_H
#define ASM_TRAP_FRAME_H

#include <exo/types.h>

struct trap_frame {
	u64 r8, r9, r10, r11, r12, r13, r14, r15;
	u64 rdi, rsi, rbp, rbx, rdx, rax, rcx;
	u64 vector;
	u64 error_code; /* 0 for vectors that push none */
	/* Pushed by the processor. */
	u64 rip, cs, rflags, rsp, ss;
};

static inline bool trap_from_user(const struct trap_frame *frame)
{
	return (frame->cs & 3) == 3;
}

#endif
