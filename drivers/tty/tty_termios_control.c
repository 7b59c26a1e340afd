// SPDX-License-Identifier: GPL-2.0-only
/*
 * The settings of a terminal in the three forms that programs know, which all are
 * read and written as the largest, struct termios2.
 */
#include <exo/string.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>
#include <uapi/signal.h>

#include "tty.h"
#include "tty_session.h"
#include "tty_termios.h"

enum form {
	FORM_TERMIO,
	FORM_TERMIOS,
	FORM_TERMIOS2,
};

static const size_t form_sizes[] = {
	[FORM_TERMIO] = sizeof(struct termio),
	[FORM_TERMIOS] = sizeof(struct termios),
	[FORM_TERMIOS2] = sizeof(struct termios2),
};

static void to_termio(struct termio *to, const struct termios2 *from)
{
	memset(to, 0, sizeof(*to));
	to->c_iflag = (u16)from->c_iflag;
	to->c_oflag = (u16)from->c_oflag;
	to->c_cflag = (u16)from->c_cflag;
	to->c_lflag = (u16)from->c_lflag;
	to->c_line = from->c_line;
	memcpy(to->c_cc, from->c_cc, sizeof(to->c_cc));
}

static u32 low_half(u32 old, u16 new)
{
	return (old & 0xffff0000) | new;
}

static void from_termio(struct termios2 *to, const struct termio *from)
{
	to->c_iflag = low_half(to->c_iflag, from->c_iflag);
	to->c_oflag = low_half(to->c_oflag, from->c_oflag);
	to->c_cflag = low_half(to->c_cflag, from->c_cflag);
	to->c_lflag = low_half(to->c_lflag, from->c_lflag);
	to->c_line = from->c_line;
	memcpy(to->c_cc, from->c_cc, sizeof(from->c_cc));
}

static long get(struct tty *tty, enum form form, void __user *to)
{
	struct termios2 termios;
	struct termio termio;

	mutex_lock(&tty->lock);
	tty_get_termios(tty, &termios);
	mutex_unlock(&tty->lock);
	if (form != FORM_TERMIO)
		return user_copy_to(to, &termios, form_sizes[form]);
	to_termio(&termio, &termios);
	return user_copy_to(to, &termio, sizeof(termio));
}

/* What the form does not tell stays as it is in *@termios. */
static int read_form(struct termios2 *termios, enum form form,
		     const void __user *from)
{
	struct termio termio;
	int err;

	if (form != FORM_TERMIO)
		return user_copy_from(termios, from, form_sizes[form]);
	err = user_copy_from(&termio, from, sizeof(termio));
	if (!err)
		from_termio(termios, &termio);
	return err;
}

/* When new settings begin to count. */
enum moment {
	SET_NOW,
	SET_DRAINED, /* once all output is sent */
	SET_FLUSHED, /* and input that was not read is forgotten */
};

static long set(struct tty *tty, enum form form, enum moment moment,
		const void __user *from)
{
	struct termios2 termios;
	long err = tty_check_foreground(tty, SIGTTOU);

	if (err)
		return err;
	mutex_lock(&tty->lock);
	tty_get_termios(tty, &termios);
	mutex_unlock(&tty->lock);
	err = read_form(&termios, form, from);
	if (err)
		return err;
	mutex_lock(&tty->lock);
	if (moment == SET_FLUSHED)
		tty_flush_input(tty);
	if (moment != SET_NOW)
		err = tty_drain(tty);
	if (!err)
		tty_set_termios(tty, &termios);
	mutex_unlock(&tty->lock);
	return err;
}

long tty_termios_control(struct tty *tty, unsigned int command,
			 unsigned long arg)
{
	void __user *at = (void __user *)arg;

	switch (command) {
	case TCGETS:
		return get(tty, FORM_TERMIOS, at);
	case TCGETS2:
		return get(tty, FORM_TERMIOS2, at);
	case TCGETA:
		return get(tty, FORM_TERMIO, at);
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
		return set(tty, FORM_TERMIOS, command - TCSETS, at);
	case TCSETS2:
	case TCSETSW2:
	case TCSETSF2:
		return set(tty, FORM_TERMIOS2, command - TCSETS2, at);
	case TCSETA:
	case TCSETAW:
	case TCSETAF:
		return set(tty, FORM_TERMIO, command - TCSETA, at);
	default:
		return -ENOTTY;
	}
}
