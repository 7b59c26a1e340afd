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

/*
 * Keep the call trace of the caller, at most @max code addresses, for
 * backtrace_print_captured(). Returns how many there are. Any context. Built
 * with CONFIG_LOCK_DEBUG.
 */
unsigned int backtrace_capture(unsigned long *addresses, unsigned int max);
void backtrace_print_captured(enum log_level level,
			      const unsigned long *addresses,
			      unsigned int count);

#endif
