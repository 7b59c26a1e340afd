// SPDX-License-Identifier: GPL-2.0-only
/*
 * The idle task: runs when nobody else does, prepares zeroed frames, then
 * halts until the next interrupt.
 */
#include <asm/irqflags.h>
#include <exo/frame.h>
#include <exo/panic.h>
#include <exo/thread.h>
#include <exo/time.h>

#include "internal.h"

static int idle_run(void *arg)
{
	(void)arg;
	for (;;) {
		while (frame_fill_zeroed())
			;
		/*
		 * A wake-up from here on is an interrupt's, which ends the
		 * halt and switches on its way out.
		 */
		irq_disable();
		time_idle_enter();
		irq_enable_and_halt();
	}
	return 0;
}

struct task *idle_create(void)
{
	struct task *idle = task_alloc_idle();

	if (!idle)
		panic("no memory for the idle thread");
	idle->run = idle_run;
	return idle;
}
