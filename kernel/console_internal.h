/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base, private to kernel/. What printk.c and console.c need from each
 * other: the log is printed under the console's guard.
 */
#ifndef KERNEL_CONSOLE_INTERNAL_H
#define KERNEL_CONSOLE_INTERNAL_H

#include <exo/console.h>

/*
 * Take the right to call console drivers, interrupts off. False when the
 * caller interrupted a holder (NMI, fault); after console_panic_enter() the
 * interrupted holder no longer counts.
 */
bool console_try_lock(void);
void console_unlock(void);

typedef void (*console_write_fn)(struct console *console, const char *text,
				 size_t len);

/*
 * Call @write, of one console or all, under the guard, for a program: questions
 * in the text are answered. Nothing when the guard is taken.
 */
void console_write_by(console_write_fn write, struct console *console,
		      const char *text, size_t len);

/* console_panic_enter() was called: no writer resumes. */
bool console_going_down(void);

/* To every enabled console; the guard is held. */
void console_emit(const char *text, size_t len);

#ifdef CONFIG_PRINTK
/* Print the stored messages that have not reached the consoles yet. */
void printk_flush(void);
/* Bring @console up to date with what the others have printed. */
void printk_replay(struct console *console);
/* Forget whoever was interrupted while logging, then flush. */
void printk_panic_enter(void);
#else
static inline void printk_flush(void)
{
}

static inline void printk_replay(struct console *console)
{
	(void)console;
}

static inline void printk_panic_enter(void)
{
}
#endif

#endif
