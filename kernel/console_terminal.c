// SPDX-License-Identifier: GPL-2.0-only
/*
 * What terminals do with the consoles they are on.
 */
#include <asm/irqflags.h>
#include <exo/compiler.h>
#include <exo/limits.h>

#include "console_internal.h"

void console_set_client(struct console *console, struct console_client *client)
{
	WRITE_ONCE(console->client, client);
}

void console_write_raw(struct console *console, const char *text, size_t len)
{
	if (console->ops->write_raw)
		console_write_by(console->ops->write_raw, console, text, len);
}

size_t console_write_queued(struct console *console)
{
	unsigned long flags;
	size_t queued;

	if (!console->ops->queued)
		return 0;
	flags = irq_save();
	queued = console->ops->queued(console);
	irq_restore(flags);
	return queued;
}

size_t console_write_room(struct console *console)
{
	if (!console->ops->queued)
		return SSIZE_MAX;
	return console->ops->queue_size - console_write_queued(console);
}
