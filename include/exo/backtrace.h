/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base; implemented by the architecture. Who called whom, read from
 * the frame pointers. Every frame is checked to lie on a known kernel stack
 * before it is read, so a corrupt chain ends the trace and cannot fault.
 */
#ifndef EXO_BACKTRACE_H
#define EXO_BACKTRACE_H

#include <exo/printk.h>

struct trap_frame;

/* Print the call trace of the caller. Any context. */
void backtrace_print(enum log_level level);

/* Print the call trace of interrupted kernel code. Any context. */
void backtrace_print_frame(enum log_level level,
			   const struct trap_frame *frame);

#endif
