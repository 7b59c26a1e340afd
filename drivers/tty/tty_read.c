// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading a terminal (termios(3), "Canonical and noncanonical mode"): by lines, or
 * until VMIN bytes are there or VTIME tenths of a second have passed,
 *
 *	VMIN	VTIME
 *	> 0	0	wait for VMIN bytes
 *	> 0	> 0	for VMIN bytes, or, after the first, a pause of VTIME
 *	0	> 0	for one byte, at most VTIME
 *	0	0	for nothing
 */
#include <exo/compiler.h>
#include <exo/time.h>
#include <uapi/errno.h>
#include <uapi/signal.h>

#include "tty.h"
#include "tty_session.h"

#define TENTH_OF_SECOND_NS (100 * NSEC_PER_MSEC)

enum {
	CHUNK = 128,
};

/* What a read waits for; counted from when it began, or the last byte. */
struct patience {
	size_t bytes;
	u64 first_ns, next_ns; /* WAIT_FOREVER */
};

static struct patience patience_of(const struct tty *tty, size_t size)
{
	const u8 *cc = tty->line.termios.c_cc;
	u64 time_ns = cc[VTIME] * TENTH_OF_SECOND_NS;

	if (line_local_flag(&tty->line, ICANON))
		return (struct patience){1, WAIT_FOREVER, WAIT_FOREVER};
	if (!cc[VMIN])
		return (struct patience){1, time_ns, time_ns};
	return (struct patience){min((size_t)cc[VMIN], size), WAIT_FOREVER,
				 time_ns ? time_ns : WAIT_FOREVER};
}

bool tty_readable(const struct tty *tty)
{
	const u8 *cc = tty->line.termios.c_cc;

	if (line_local_flag(&tty->line, ICANON) || cc[VTIME] || !cc[VMIN])
		return line_ready(&tty->line);
	return line_readable(&tty->line) >= cc[VMIN];
}

/* What there is, up to the end of a line. Returns bytes, or -EFAULT. */
static ssize_t take(struct tty *tty, struct io_iter *to)
{
	size_t done = 0, got;
	u8 bytes[CHUNK];

	do {
		got = line_read(&tty->line, bytes,
				min(to->left, sizeof(bytes)));
		if (io_copy_to(to, bytes, got) != got)
			return -EFAULT;
		done += got;
	} while (got == sizeof(bytes) && to->left &&
		 !line_read_ended(&tty->line));
	/* There may be room now for what is in the ring. */
	tty_receive_pending(tty);
	return (ssize_t)done;
}

static int wait_for_input(struct file *file, u64 since_ns, u64 wait_ns)
{
	struct tty *tty = tty_of(file);
	u64 until_ns;

	if (!wait_ns)
		return -ETIMEDOUT;
	if (file_nonblocking(file))
		return -EAGAIN;
	until_ns = wait_ns == WAIT_FOREVER ? WAIT_FOREVER : since_ns + wait_ns;
	return wait_on_mutex_until(&tty->readers, &tty->lock, until_ns);
}

/* The mutex is held. */
static ssize_t read_locked(struct file *file, struct io_iter *to)
{
	struct tty *tty = tty_of(file);
	size_t size = to->left, done = 0;
	u64 since_ns = time_uptime_ns();
	int err = 0;

	while (!tty_file_dead(file) && !err) {
		struct patience patience = patience_of(tty, size);
		bool ready = line_ready(&tty->line);
		ssize_t got = take(tty, to);

		if (got < 0)
			return got;
		done += (size_t)got;
		if (done >= patience.bytes ||
		    (ready && line_local_flag(&tty->line, ICANON)))
			break;
		if (got)
			since_ns = time_uptime_ns();
		err = wait_for_input(file, since_ns,
				     done ? patience.next_ns
					  : patience.first_ns);
	}
	return done || err == -ETIMEDOUT ? (ssize_t)done : err;
}

ssize_t tty_read(struct file *file, struct io_iter *to, u64 *position)
{
	struct tty *tty = tty_of(file);
	ssize_t done;
	int err;

	(void)position;
	if (tty_file_dead(file))
		return 0;
	err = tty_check_foreground(tty, SIGTTIN);
	if (err)
		return err;
	if (!to->left)
		return 0;
	mutex_lock(&tty->lock);
	tty_receive_pending(tty);
	done = read_locked(file, to);
	mutex_unlock(&tty->lock);
	return done;
}
