// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a protected function goes when its canary has changed. The canary
 * itself is drawn by boot.asm, before the first protected function runs.
 */
#include <exo/panic.h>

__noreturn void __stack_chk_fail(void);

void __stack_chk_fail(void)
{
	/* Less one: the call is the last instruction of its function. */
	panic("stack smashed in %pS", __builtin_return_address(0) - 1);
}
