// SPDX-License-Identifier: GPL-2.0-only
/* Until kernel/process has it. */
#include <exo/compiler.h>
#include <exo/signal.h>

__attribute__((weak)) void signal_borrow_blocked(u64 set)
{
	(void)set;
}

__attribute__((weak)) void signal_raise(unsigned int signal)
{
	(void)signal;
}
