/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. What ends a program.
 */
#ifndef USER_EXCEPTION_H
#define USER_EXCEPTION_H

#include <exo/types.h>

struct trap_frame;
struct user_fault;

/* The exit code of a task that a signal has ended, as shells show it. */
#define SIGNAL_EXIT(signal) (128 + (signal))

/*
 * For tests, CONFIG_KTEST: called with interrupts on in place of the line in the
 * log. Whether the program is to go on.
 */
extern bool (*user_exception_probe)(struct trap_frame *frame,
				    const struct user_fault *fault);

#endif
