/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to terminals. A terminal as programs have it open:
 *
 *	received --> [ input ] --> line discipline --> read
 *	 interrupt      ring         | echo   ^
 *				     v        |
 *	ops->write  <----------------+------- write
 *
 * Interrupts only fill the ring; all else is done by threads under the mutex, the
 * echo and the signals of what is typed by deferred work, whether anybody reads or
 * not. What finds no place in the line discipline stays in the ring, and what finds
 * none there is for the device to keep.
 *
 * Lock order: lock, process_lock.
 */
#ifndef TTY_TTY_H
#define TTY_TTY_H

#include <exo/console.h>
#include <exo/deferred_work.h>
#include <exo/file.h>
#include <exo/mutex.h>
#include <exo/poll.h>
#include <exo/wait.h>

#include "line_discipline.h"

struct process_group;
struct session;
struct tty;

/* What is behind a terminal. Called with the mutex held; only write is required. */
struct tty_ops {
	/* Send @len bytes as they are, whether there is room or not. */
	void (*write)(struct tty *tty, const char *text, size_t len);
	/* How many bytes can be sent without having to wait. NULL: any. */
	size_t (*write_room)(struct tty *tty);
	/* How many bytes are not sent yet. NULL: none ever. */
	size_t (*write_queued)(struct tty *tty);
	/* The first is opened, the last is closed. */
	void (*open)(struct tty *tty);
	void (*close)(struct tty *tty);
	/* tty->line.termios or tty->baud are no longer *@old. */
	void (*set_termios)(struct tty *tty, const struct termios *old);
	/* Begin to send a break, or end it. */
	void (*set_break)(struct tty *tty, bool on);
	/* Modem lines, TIOCM_*: set and clear some; which are set. */
	unsigned int (*modem)(struct tty *tty, u32 set, u32 clear);
};

enum {
	TTY_INPUT_SIZE = 1024, /* of the ring, a power of two */
};

struct tty {
	const struct tty_ops *ops;
	u64 number; /* DEVICE_NUMBER() */

	struct mutex lock; /* guards what follows */
	struct line_discipline line;
	struct winsize size;
	u32 baud;
	unsigned int opened; /* files */
	bool exclusive; /* TIOCEXCL */
	bool writing; /* a write is underway, and others wait for its end */
	u64 hangups; /* so far: files that were opened before are dead */
	struct wait_queue readers, writers;
	struct poll_source news;

	/* Without the mutex. */
	struct console_client client; /* its ring: what was received */
	u8 input[TTY_INPUT_SIZE];
	struct deferred_work work;
	bool room_wanted; /* somebody waits for output to be sent; atomic */

	/* process_lock: whose controlling terminal it is; references. */
	struct session *session;
	struct process_group *foreground;
};

/* Of a terminal that is all zero but for ops and number. */
void tty_init(struct tty *tty);

/* Something was received, or sent: any context. */
void tty_work_queue(struct tty *tty);

/* Interpret what was received. The mutex is held. */
void tty_receive_pending(struct tty *tty);

/* Tell who reads, writes or polls that they may. The mutex is held. */
void tty_notify(struct tty *tty);

/*
 * Its files, from open to release. One that was opened as /dev/console is never
 * hung up, and does not make the terminal the controlling one.
 */
extern const struct file_ops tty_file_ops;
int tty_open_file(struct tty *tty, struct file *file, bool console);

/* Its files are dead from here on; who waits in them finds out. May sleep. */
void tty_hang_up(struct tty *tty);

static inline struct tty *tty_of(const struct file *file)
{
	return file->private;
}

static inline bool tty_file_is_console(const struct file *file)
{
	return file->stream_state & 1;
}

/* Whether the terminal was hung up since @file was opened. */
static inline bool tty_file_dead(const struct file *file)
{
	return !tty_file_is_console(file) &&
	       file->stream_state >> 1 != READ_ONCE(tty_of(file)->hangups);
}

/*
 * For file_ops, tty_read.c, tty_write.c, tty_control.c. Without the mutex.
 */
ssize_t tty_read(struct file *file, struct io_iter *to, u64 *position);
ssize_t tty_write(struct file *file, struct io_iter *from, u64 *position);
#ifdef CONFIG_USER
long tty_control(struct file *file, unsigned int command, unsigned long arg);
#else
#define tty_control NULL
#endif

/* Whether a read finds what it wants, VMIN included. The mutex is held. */
bool tty_readable(const struct tty *tty);

/*
 * Whether a write need not wait; if not, the next output that is sent is told to
 * tty_notify(). The mutex is held.
 */
bool tty_writable(struct tty *tty);

/* Wait until all output is sent: 0 or -EINTR. The mutex is held. */
int tty_drain(struct tty *tty);

#endif
