// SPDX-License-Identifier: GPL-2.0-only
/*
 * Busy waits. The ticks cannot time them: they do not advance while
 * interrupts are off.
 */
#include "tick.h"

#include <asm/io.h>
#include <asm/irqflags.h>
#include <exo/compiler.h>
#include <exo/delay.h>
#include <exo/time.h>

static void wait_by_ports(u64 us)
{
	while (us-- > 0)
		io_delay();
}

void ndelay(u64 ns)
{
	u64 from = time_uptime_ns();

	if (!time_is_exact()) {
		wait_by_ports(DIV_ROUND_UP(ns, NSEC_PER_USEC));
		return;
	}
	/* A reading is the beginning of its nanosecond, hence one more. */
	while (time_uptime_ns() - from <= ns)
		cpu_relax();
}

void udelay(u64 us)
{
	ndelay(us * NSEC_PER_USEC);
}
