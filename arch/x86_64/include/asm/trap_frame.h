/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. The registers of interrupted code as the entry stubs push
 * them; entry.asm builds exactly this, lowest address first.
 */
#ifndef ASM_TRAP_FRAME_H
#define ASM_TRAP_FRAME_H

#include <exo/types.h>

struct trap_frame {
	u64 r15, r14, r13, r12, rbp, rbx;
	u64 r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
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
