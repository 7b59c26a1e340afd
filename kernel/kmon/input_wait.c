// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a typed byte while other threads run.
 */
#include <exo/console_reader.h>
#include <exo/wait.h>

#include "internal.h"

/* Guarded by console_reader_lock. */
static struct wait_queue waiters = WAIT_QUEUE_INIT(waiters);
static bool begun;

static void wake(struct console_reader *reader)
{
	(void)reader;
	wake_one(&waiters);
}

static struct console_reader monitor = {.notify = wake};

/* The monitor reads for ever: others get bytes only in between. */
u8 kmon_getc(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);
	int byte;

	if (!begun)
		console_reader_begin(&monitor);
	begun = true;
	while ((byte = console_reader_getc(&monitor)) < 0)
		wait_on(&waiters, &console_reader_lock);
	spin_unlock_irqrestore(&console_reader_lock, flags);
	return (u8)byte;
}
