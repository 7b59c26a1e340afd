// SPDX-License-Identifier: GPL-2.0-only
/*
 * A whole timer interrupt, of which nothing is due: in, the end of interrupt,
 * a look at the clock and the timers, asking for the next, out. The INT
 * instruction stands for the timer.
 */
#include <exo/bench.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>
#include <exo/string.h>
#include <uapi/errno.h>

static int needs_the_timer(unsigned long size)
{
	const struct local_vector *vector;
	u64 count;

	(void)size;
	for (unsigned int i = 0; (vector = local_vector_number(i, &count)); i++)
		if (strcmp(vector->label, "LOC") == 0)
			return 0;
	return -ENODEV;
}

BENCH(local_apic_timer, interrupt, .setup = needs_the_timer)
{
	__asm__ volatile("int %0" : : "i"(VECTOR_LOCAL_TIMER) : "memory");
}
