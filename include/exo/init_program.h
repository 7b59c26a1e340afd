/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. The first program, process 1.
 */
#ifndef EXO_INIT_PROGRAM_H
#define EXO_INIT_PROGRAM_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * Start the first program that the root filesystem has: rdinit= (/init if it is
 * not given), init=, /sbin/init, /etc/init, /bin/init, /bin/sh. False when there
 * is none, which is logged. Once, at the end of start-up; may sleep.
 */
#ifdef CONFIG_PROCESS
bool init_program_start(void);
#else
static inline bool init_program_start(void)
{
	return false;
}
#endif

/*
 * It has ended, with @status as wait(2) has it: that is the end of the kernel too,
 * by the policy of panic=. Any context.
 */
__noreturn void init_program_ended(u32 status);

#endif
