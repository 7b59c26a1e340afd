// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>

/* A vector nobody handles is counted; there is no shorter way in and out. */
BENCH(entry, trap_round_trip, .batch = 16)
{
	__asm__ volatile("int $200" : : : "memory");
}
