/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Consoles: where text goes to and where typed bytes come from.
 * Output drivers register a struct console; input drivers push bytes into
 * the one input queue. console= on the command line chooses the outputs.
 */
#ifndef EXO_CONSOLE_H
#define EXO_CONSOLE_H

#include <exo/compiler.h>
#include <exo/ring.h>
#include <exo/types.h>
#include <stdarg.h>

struct console;
struct console_line_ops;

struct console_ops {
	/*
	 * Print @len bytes; "\n" alone starts a new line (the driver adds
	 * what its device needs). Any context; never sleeps.
	 */
	void (*write)(struct console *console, const char *text, size_t len);
	/*
	 * Apply what console=NAME,OPTIONS says. Optional; 0 or a negative
	 * errno.
	 */
	int (*setup)(struct console *console, const char *options);
	/*
	 * Stop relying on interrupts and locks: the kernel is going down.
	 * Optional.
	 */
	void (*panic_enter)(struct console *console);

	/*
	 * The rest is for terminals on it, all optional; interrupts are off.
	 * write_raw prints @len bytes as they are; without it there is none.
	 */
	void (*write_raw)(struct console *console, const char *text,
			  size_t len);
	/* How many bytes wait to be sent, of at most queue_size. */
	size_t (*queued)(struct console *console);
	size_t queue_size; /* with queued */
	/* How many characters there is place for. */
	void (*get_size)(struct console *console, unsigned int *rows,
			 unsigned int *columns);
	const struct console_line_ops *line; /* of serial ones */
};

/*
 * Who has a console: gets what is typed there. Its functions are called with
 * interrupts off.
 */
struct console_client {
	struct ring input;
	void (*input_arrived)(struct console_client *client); /* optional */
	/* Much of what waited to be sent has been. Optional. */
	void (*output_sent)(struct console_client *client);
};

struct console {
	const char *name; /* as console= names it: "ttyS0", "tty0" */
	const struct console_ops *ops;
	bool enabled; /* set by the core */
	struct console_client *client; /* NULL: the common queue's */
	struct console *next;
};

/*
 * Add an output; it begins with what the log has printed so far. A console
 * that console= does not name stays silent.
 */
void console_register(struct console *console);

/* Take an output away; nothing happens when it was never registered. */
void console_unregister(struct console *console);

/*
 * Raw output to every enabled console, bypassing the log. Any context; with a
 * question to the terminal in it (console_input_answer()), none that holds a
 * spinlock.
 */
void console_write(const char *text, size_t len);

/* The same to @console alone, enabled or not; NULL: to every enabled one. */
void console_write_to(struct console *console, const char *text, size_t len);

__printf(1, 2) void console_printf(const char *fmt, ...);
__printf(1, 0) void console_vprintf(const char *fmt, va_list ap);

/*
 * The kernel is going down, by a panic, reset or halt: from now on consoles
 * print by polling, past whoever was interrupted while printing, and what
 * waits is printed before this returns. Leaves interrupts off.
 */
void console_panic_enter(void);

/*
 * The console that people are to be asked on: the last that console= names, else
 * the first there is. NULL: there is none.
 */
struct console *console_preferred(void);

/*
 * Input drivers push what comes from a console's device; with NULL for the console
 * it is nobody's in particular, and goes into the common queue.
 *
 * Queue one received byte; interrupts are off. A full queue drops it.
 */
void console_input_push(struct console *console, u8 byte);

/*
 * Queue @len bytes that belong together, such as the sequence of one key. False
 * when they do not fit; then none of them is. Any context but NMI.
 */
bool console_input_push_all(struct console *console, const void *bytes,
			    size_t len);

/*
 * Queue what @console answers to text that it is given, as above. Only what
 * programs print is answered, not the log. For console_ops.write.
 */
void console_input_answer(struct console *console, const void *bytes,
			  size_t len);

/*
 * How many bytes the queue still takes. A driver whose device can keep what it
 * has received leaves it there while there is no room. Interrupt context.
 */
size_t console_input_room(struct console *console);

/* For drivers: some of the queued output was sent. Interrupts are off. */
void console_output_sent(struct console *console);

/*
 * The common queue, of consoles that nobody has. Call @hook, with interrupts off,
 * whenever bytes were queued there.
 */
void console_set_input_hook(void (*hook)(struct console_client *common));

/* Whether a received byte is queued. */
bool console_input_waiting(void);

/* The byte that was queued last, or -EAGAIN. Interrupts are off. */
int console_input_last(void);

/* The next received byte, or -EAGAIN when none is queued. */
int console_trygetc(void);

/* console_terminal.c, with CONFIG_TTY: */

/* Give @console to @client, or with NULL to the common queue. Any context. */
void console_set_client(struct console *console, struct console_client *client);

/* console_write_to() as it is: no newline is changed. None if it has no write_raw. */
void console_write_raw(struct console *console, const char *text, size_t len);

/* How many bytes @console takes at once without having to wait. Any context. */
size_t console_write_room(struct console *console);

/* How many bytes of what it was given are not sent yet. Any context. */
size_t console_write_queued(struct console *console);

/* Visit every registered console. */
struct console *console_first(void);
#define for_each_console(c) for (c = console_first(); c; c = (c)->next)

#endif
