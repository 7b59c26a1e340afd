// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a typed byte while other threads run.
 */
#include <exo/console.h>
#include <exo/wait.h>

#include "internal.h"

static struct spinlock lock = SPINLOCK_INIT("monitor input");
static struct wait_queue readers = WAIT_QUEUE_INIT(readers);

static void input_arrived(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	wake_one(&readers);
	spin_unlock_irqrestore(&lock, flags);
}

u8 kmon_getc(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	int byte;

	console_set_input_hook(input_arrived);
	while ((byte = console_trygetc()) < 0)
		wait_on(&readers, &lock);
	spin_unlock_irqrestore(&lock, flags);
	return (u8)byte;
}
