// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctl_tty(2), but for what concerns sessions and termios(3).
 */
#include <exo/credentials.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>

#include "tty.h"
#include "tty_session.h"
#include "tty_termios.h"

enum {
	BREAK_MS = 250, /* of TCSBRK, as Linux has it */
	TENTH_OF_SECOND_MS = 100,
};

/*
 * For @ms, or until a signal comes, -EINTR. The mutex is held, but while it waits:
 * a program says how long.
 */
static int hold_break(struct tty *tty, unsigned int ms)
{
	struct wait_queue nobody = WAIT_QUEUE_INIT(nobody);
	u64 until_ns = time_uptime_ns() + ms * NSEC_PER_MSEC;
	int err = 0;

	tty->ops->set_break(tty, true);
	while (!err)
		err = wait_on_mutex_until(&nobody, &tty->lock, until_ns);
	tty->ops->set_break(tty, false);
	return err == -ETIMEDOUT ? 0 : err;
}

static long send_break(struct tty *tty, unsigned int ms)
{
	long err = tty_check_foreground(tty, SIGTTOU);

	if (err)
		return err;
	mutex_lock(&tty->lock);
	err = tty_drain(tty);
	if (!err && ms && tty->ops->set_break)
		err = hold_break(tty, ms);
	mutex_unlock(&tty->lock);
	return err;
}

static long flow(struct tty *tty, unsigned long what)
{
	u8 byte = tty->line.termios.c_cc[what == TCIOFF ? VSTOP : VSTART];
	long err = tty_check_foreground(tty, SIGTTOU);

	if (err)
		return err;
	if (what > TCION)
		return -EINVAL;
	mutex_lock(&tty->lock);
	if (what == TCOOFF || what == TCOON)
		tty->line.stopped = what == TCOOFF;
	else if (byte)
		tty->ops->write(tty, (const char *)&byte, 1);
	tty_notify(tty);
	mutex_unlock(&tty->lock);
	return 0;
}

/* What the device was given is on its way: there is nothing to take back. */
static long flush(struct tty *tty, unsigned long what)
{
	long err = tty_check_foreground(tty, SIGTTOU);

	if (err)
		return err;
	if (what > TCIOFLUSH)
		return -EINVAL;
	if (what == TCOFLUSH)
		return 0;
	mutex_lock(&tty->lock);
	tty_flush_input(tty);
	mutex_unlock(&tty->lock);
	return 0;
}

static long type_byte(struct tty *tty, const u8 __user *from)
{
	long err;
	u8 byte;

	if (tty_controlling() != tty && credentials_current()->euid)
		return -EPERM;
	err = user_get(byte, from);
	if (err)
		return err;
	mutex_lock(&tty->lock);
	tty_receive_pending(tty);
	line_receive(&tty->line, &byte, 1);
	tty_notify(tty);
	mutex_unlock(&tty->lock);
	return 0;
}

static long get_size(struct tty *tty, struct winsize __user *to)
{
	struct winsize size;

	mutex_lock(&tty->lock);
	size = tty->size;
	mutex_unlock(&tty->lock);
	return user_copy_to(to, &size, sizeof(size));
}

static long set_size(struct tty *tty, const struct winsize __user *from)
{
	struct winsize size;
	bool changed;
	long err = user_copy_from(&size, from, sizeof(size));

	if (err)
		return err;
	mutex_lock(&tty->lock);
	changed = memcmp(&size, &tty->size, sizeof(size)) != 0;
	tty->size = size;
	mutex_unlock(&tty->lock);
	if (changed)
		tty_signal_foreground(tty, SIGWINCH);
	return 0;
}

static long get_modem(struct tty *tty, s32 __user *to)
{
	u32 lines;

	if (!tty->ops->modem)
		return -ENOTTY;
	mutex_lock(&tty->lock);
	lines = tty->ops->modem(tty, 0, 0);
	mutex_unlock(&tty->lock);
	return user_put(to, lines);
}

static long set_modem(struct tty *tty, unsigned int command,
		      const u32 __user *from)
{
	u32 lines;
	long err;

	if (!tty->ops->modem)
		return -ENOTTY;
	err = user_get(lines, from);
	if (err)
		return err;
	mutex_lock(&tty->lock);
	tty->ops->modem(tty, command == TIOCMBIC ? 0 : lines,
			command == TIOCMBIC   ? lines
			: command == TIOCMSET ? ~lines
					      : 0);
	mutex_unlock(&tty->lock);
	return 0;
}

static long set_exclusive(struct tty *tty, bool exclusive)
{
	mutex_lock(&tty->lock);
	tty->exclusive = exclusive;
	mutex_unlock(&tty->lock);
	return 0;
}

/* The only discipline there is has number 0. */
static long set_discipline(struct tty *tty, const s32 __user *from)
{
	long err = tty_check_foreground(tty, SIGTTOU);
	s32 number;

	if (!err)
		err = user_get(number, from);
	if (err)
		return err;
	return number ? -EINVAL : 0;
}

static long readable_bytes(struct tty *tty)
{
	long bytes;

	mutex_lock(&tty->lock);
	tty_receive_pending(tty);
	bytes = (long)line_readable(&tty->line);
	mutex_unlock(&tty->lock);
	return bytes;
}

static long queued_bytes(struct tty *tty, s32 __user *to)
{
	size_t bytes = 0;

	mutex_lock(&tty->lock);
	if (tty->ops->write_queued)
		bytes = tty->ops->write_queued(tty);
	mutex_unlock(&tty->lock);
	return user_put(to, bytes);
}

static long control_line(struct tty *tty, unsigned int command,
			 unsigned long arg)
{
	switch (command) {
	case TCSBRK:
		return send_break(tty, arg ? 0 : BREAK_MS);
	case TCSBRKP:
		return send_break(tty,
				  arg ? (unsigned int)arg * TENTH_OF_SECOND_MS
				      : BREAK_MS);
	case TCXONC:
		return flow(tty, arg);
	case TCFLSH:
		return flush(tty, arg);
	case TIOCMGET:
		return get_modem(tty, (s32 __user *)arg);
	case TIOCMBIS:
	case TIOCMBIC:
	case TIOCMSET:
		return set_modem(tty, command, (const u32 __user *)arg);
	case TIOCOUTQ:
		return queued_bytes(tty, (s32 __user *)arg);
	default:
		return tty_termios_control(tty, command, arg);
	}
}

long tty_control(struct file *file, unsigned int command, unsigned long arg)
{
	struct tty *tty = tty_of(file);

	if (tty_file_dead(file))
		return command == TIOCSPGRP ? -ENOTTY : -EIO;
	switch (command) {
	case FIONREAD:
		return readable_bytes(tty);
	case TIOCGWINSZ:
		return get_size(tty, (struct winsize __user *)arg);
	case TIOCSWINSZ:
		return set_size(tty, (const struct winsize __user *)arg);
	case TIOCSTI:
		return type_byte(tty, (const u8 __user *)arg);
	case TIOCEXCL:
	case TIOCNXCL:
		return set_exclusive(tty, command == TIOCEXCL);
	case TIOCGEXCL:
		return user_put((s32 __user *)arg, READ_ONCE(tty->exclusive));
	case TIOCGETD:
		return user_put((s32 __user *)arg, 0);
	case TIOCSETD:
		return set_discipline(tty, (const s32 __user *)arg);
	case TIOCGDEV:
		return user_put((u32 __user *)arg, tty->number);
	case TIOCSCTTY:
	case TIOCNOTTY:
	case TIOCGPGRP:
	case TIOCSPGRP:
	case TIOCGSID:
		return tty_session_control(tty, file_readable(file), command,
					   arg);
	default:
		return control_line(tty, command, arg);
	}
}
