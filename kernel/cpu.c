// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot processor's own data. boot.asm points GS base here and fills in
 * self and the canary before any C code runs.
 */
#include <exo/cpu.h>
#include <exo/preempt.h>

struct cpu boot_cpu = {
	.preempt_count = PREEMPT_NOT_WANTED,
	.bit = BIT(0),
};
