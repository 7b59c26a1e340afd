// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the interrupt to its handler and back. The INT instruction stands for
 * the device, as the processor does the same for both; the controller
 * acknowledges a line that it did not raise.
 */
#include <exo/arch_entry.h>
#include <exo/bench.h>
#include <exo/irq.h>

enum {
	LINE = 5 /* of no device here */
};

static int owner; /* tells our handler from others */

static enum irq_result count(unsigned int line, void *arg)
{
	(void)line;
	*(int *)arg += 1;
	return IRQ_HANDLED;
}

static int handler_request(unsigned long size)
{
	(void)size;
	return irq_request(LINE, count, &owner, "bench");
}

static void handler_free(void)
{
	irq_free(LINE, &owner);
}

BENCH(irq, round_trip, .batch = 4, .setup = handler_request,
      .teardown = handler_free)
{
	__asm__ volatile("int %0" : : "i"(IRQ_VECTOR_FIRST + LINE) : "memory");
}
