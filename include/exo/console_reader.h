/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Who gets what is typed on the consoles: of those that read at
 * present, the one that began last. The others wait until it has ended.
 *
 *	typed bytes --> [ device file ]		began last, gets them
 *			[ monitor     ]
 */
#ifndef EXO_CONSOLE_READER_H
#define EXO_CONSOLE_READER_H

#include <exo/list.h>
#include <exo/spinlock.h>
#include <exo/types.h>

/* Guards who reads; the readers' own wait queues may be under it, too. */
extern struct spinlock console_reader_lock;

struct console_reader {
	struct list_head node; /* console_reader_lock */
	/*
	 * Bytes are there for it, or will be its turn's. The lock is held,
	 * interrupts are off: wake somebody.
	 */
	void (*notify)(struct console_reader *reader);
};

/* Get what is typed from now on, until the end. The lock is held. */
void console_reader_begin(struct console_reader *reader);
void console_reader_end(struct console_reader *reader);

/* Is a byte there, and @reader's? The lock is held. */
bool console_reader_has_input(const struct console_reader *reader);

/* The next byte if it is @reader's, or -EAGAIN. The lock is held. */
int console_reader_getc(const struct console_reader *reader);

#endif
