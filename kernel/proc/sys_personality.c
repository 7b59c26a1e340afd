// SPDX-License-Identifier: GPL-2.0-only
/*
 * personality(2): kept and inherited. There is one only, that of Linux.
 */
#include <exo/process.h>
#include <exo/syscalls.h>

#define ASK 0xffffffffU

long sys_personality(unsigned int persona)
{
	const u32 old = current_process->personality;

	if (persona != ASK)
		current_process->personality = persona;
	return old;
}
