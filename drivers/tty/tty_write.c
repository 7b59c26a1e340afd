// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing to a terminal: in pieces, as the device takes them, while ^S has not
 * stopped output. Two writes do not get into each other.
 */
#include <exo/compiler.h>
#include <exo/task_signal.h>
#include <uapi/errno.h>
#include <uapi/signal.h>

#include "tty.h"
#include "tty_session.h"

enum {
	/* Bytes at a time, while the mutex is held. */
	CHUNK = 256,
	/* A piece may become twice as long; and there should be room for echo. */
	ROOM_WANTED = 3 * CHUNK,
};

static bool has_room(struct tty *tty)
{
	return !tty->ops->write_room ||
	       tty->ops->write_room(tty) >= ROOM_WANTED;
}

static void want_room(struct tty *tty)
{
	__atomic_store_n(&tty->room_wanted, true, __ATOMIC_SEQ_CST);
}

bool tty_writable(struct tty *tty)
{
	if (tty->line.stopped)
		return false;
	if (has_room(tty))
		return true;
	/* It may have been sent before this was noted. */
	want_room(tty);
	return has_room(tty);
}

static bool all_sent(struct tty *tty)
{
	return !tty->ops->write_queued || !tty->ops->write_queued(tty);
}

int tty_drain(struct tty *tty)
{
	int err = 0;

	while (!all_sent(tty) && !err) {
		want_room(tty);
		if (all_sent(tty))
			break;
		err = wait_on_mutex(&tty->writers, &tty->lock);
	}
	return err;
}

static int wait_until_writable(struct file *file)
{
	struct tty *tty = tty_of(file);
	int err = 0;

	while (!tty_file_dead(file) && !tty_writable(tty) && !err) {
		if (file_nonblocking(file))
			return -EAGAIN;
		err = wait_on_mutex(&tty->writers, &tty->lock);
	}
	return tty_file_dead(file) ? -EIO : err;
}

/* Until nobody else writes. */
static int begin_write(struct file *file)
{
	struct tty *tty = tty_of(file);
	int err = 0;

	while (tty->writing && !err) {
		if (file_nonblocking(file))
			return -EAGAIN;
		err = wait_on_mutex(&tty->writers, &tty->lock);
	}
	if (!err)
		tty->writing = true;
	return err;
}

static void end_write(struct tty *tty)
{
	tty->writing = false;
	wake_all(&tty->writers);
}

static int write_pieces(struct file *file, struct io_iter *from)
{
	struct tty *tty = tty_of(file);
	size_t chunk, copied;
	char text[CHUNK];
	int err;

	do {
		err = wait_until_writable(file);
		if (err)
			return err;
		chunk = min(from->left, sizeof(text));
		copied = io_copy_from(from, text, chunk);
		line_write(&tty->line, text, copied);
		if (copied < chunk)
			return -EFAULT;
	} while (from->left && !task_signal_pending(current));
	return 0;
}

ssize_t tty_write(struct file *file, struct io_iter *from, u64 *position)
{
	struct tty *tty = tty_of(file);
	size_t size = from->left;
	int err;

	(void)position;
	if (tty_file_dead(file))
		return -EIO;
	if (line_local_flag(&tty->line, TOSTOP)) {
		err = tty_check_foreground(tty, SIGTTOU);
		if (err)
			return err;
	}
	if (!size)
		return 0;
	mutex_lock(&tty->lock);
	err = begin_write(file);
	if (!err) {
		err = write_pieces(file, from);
		end_write(tty);
	}
	mutex_unlock(&tty->lock);
	return from->left == size ? err : (ssize_t)(size - from->left);
}
