// SPDX-License-Identifier: GPL-2.0-only
/*
 * The smallest program: it ends. Without a library; see the Makefile.
 */
#include <sys/syscall.h>

_Noreturn void _start(void)
{
	for (;;)
		__asm__ volatile("syscall"
				 :
				 : "a"(SYS_exit_group), "D"(0)
				 : "rcx", "r11", "memory");
}
