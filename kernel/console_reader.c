// SPDX-License-Identifier: GPL-2.0-only
/*
 * The readers of the consoles' input, as a stack.
 */
#include <exo/console.h>
#include <exo/console_reader.h>
#include <uapi/errno.h>

struct spinlock console_reader_lock = SPINLOCK_INIT("console readers");
static LIST_HEAD(readers); /* the one that began last comes first */

static struct console_reader *top(void)
{
	return list_first_entry(&readers, struct console_reader, node);
}

static void notify_top(void)
{
	struct console_reader *reader = top();

	if (reader)
		reader->notify(reader);
}

static void input_arrived(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);

	notify_top();
	spin_unlock_irqrestore(&console_reader_lock, flags);
}

void console_reader_begin(struct console_reader *reader)
{
	console_set_input_hook(input_arrived);
	list_add(&reader->node, &readers);
}

void console_reader_end(struct console_reader *reader)
{
	list_del(&reader->node);
	if (console_input_waiting())
		notify_top();
}

bool console_reader_has_input(const struct console_reader *reader)
{
	return top() == reader && console_input_waiting();
}

int console_reader_getc(const struct console_reader *reader)
{
	return top() == reader ? console_trygetc() : -EAGAIN;
}
