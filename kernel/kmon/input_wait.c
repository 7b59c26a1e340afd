// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a typed byte while other threads run, and ^C for a command that
 * runs: to it, the signal SIGINT comes. What was typed ahead is gone then.
 */
#include <exo/console.h>
#include <exo/console_reader.h>
#include <exo/task_signal.h>
#include <exo/wait.h>

#include "internal.h"

enum {
	CTRL_C = 3,
};

/* Guarded by console_reader_lock. */
static struct wait_queue waiters = WAIT_QUEUE_INIT(waiters);
static bool begun;
static struct task *running; /* who carries out a command */

static void input_arrived(struct console_reader *reader)
{
	(void)reader;
	wake_one(&waiters);
	if (running && console_input_last() == CTRL_C) {
		while (console_trygetc() >= 0)
			;
		task_raise_signal(running, SIGINT);
	}
}

static struct console_reader monitor = {.notify = input_arrived};

void kmon_command_begin(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);

	running = current;
	spin_unlock_irqrestore(&console_reader_lock, flags);
}

void kmon_command_end(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);

	running = NULL;
	spin_unlock_irqrestore(&console_reader_lock, flags);
	task_take_signal(current, SIGINT);
}

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
