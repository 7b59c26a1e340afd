/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Lines about the system calls of chosen
 * programs (CONFIG_SYSCALL_TRACE).
 */
#ifndef PROC_SYSCALL_TRACE_H
#define PROC_SYSCALL_TRACE_H

#include <exo/compiler.h>
#include <asm/trap_frame.h>

#ifdef CONFIG_SYSCALL_TRACE
/* The current task begins a program, by its name: is it one of the chosen? */
void syscall_trace_program(void);

/* The call that *@frame has the registers of is done. */
void syscall_trace_result(const struct trap_frame *frame);
#else
static inline void syscall_trace_program(void)
{
}

static inline void syscall_trace_result(const struct trap_frame *frame)
{
	(void)frame;
}
#endif

#endif
