// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a typed byte while other threads run, and ^C for a command that
 * runs: to it, the signal SIGINT comes. What was typed ahead is gone then.
 */
#include <exo/console.h>
#include <exo/spinlock.h>
#include <exo/task_signal.h>
#include <exo/wait.h>

#include "internal.h"

enum {
	CTRL_C = 3,
};

static struct spinlock lock = SPINLOCK_INIT("monitor input");
static struct wait_queue waiters = WAIT_QUEUE_INIT(waiters); /* lock */
static struct task *running; /* who carries out a command; lock */

static void input_arrived(struct console_client *common)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	(void)common;
	wake_one(&waiters);
	if (running && console_input_last() == CTRL_C) {
		while (console_trygetc() >= 0)
			;
		task_raise_signal(running, SIGINT);
	}
	spin_unlock_irqrestore(&lock, flags);
}

void kmon_command_begin(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	running = current;
	spin_unlock_irqrestore(&lock, flags);
}

void kmon_command_end(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	running = NULL;
	spin_unlock_irqrestore(&lock, flags);
	task_take_signal(current, SIGINT);
}

u8 kmon_getc(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	int byte;

	console_set_input_hook(input_arrived);
	while ((byte = console_trygetc()) < 0)
		wait_on(&waiters, &lock);
	spin_unlock_irqrestore(&lock, flags);
	return (u8)byte;
}
