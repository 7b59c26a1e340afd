// SPDX-License-Identifier: GPL-2.0-only
/*
 * The settings of a terminal.
 */
#include "tty_termios.h"

#include <exo/compiler.h>
#include <exo/string.h>

#include "tty.h"

/* By CBAUD, whose bit 010000 counts as 020 here. */
static const u32 bauds[] = {
	0,	 50,	  75,	   110,	    134,     150,     200,     300,
	600,	 1200,	  1800,	   2400,    4800,    9600,    19200,   38400,
	0,	 57600,	  115200,  230400,  460800,  500000,  576000,  921600,
	1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000,
};

enum {
	EXTRA_BIT = 020,
};

u32 termios_baud(u32 cflag)
{
	u32 index = cflag & CBAUD & ~(u32)BOTHER;

	return bauds[cflag & BOTHER ? index | EXTRA_BIT : index];
}

u32 termios_baud_flag(u32 baud)
{
	for (u32 i = 0; i < ARRAY_SIZE(bauds); i++) {
		if (bauds[i] == baud)
			return i & EXTRA_BIT ? BOTHER | (i & ~EXTRA_BIT) : i;
	}
	return BOTHER;
}

/* The part that termios and termios2 share. */
_Static_assert(sizeof(struct termios) ==
		       __builtin_offsetof(struct termios2, c_ispeed),
	       "one is the beginning of the other");

void tty_get_termios(const struct tty *tty, struct termios2 *termios)
{
	memcpy(termios, &tty->line.termios, sizeof(tty->line.termios));
	termios->c_ispeed = tty->baud;
	termios->c_ospeed = tty->baud;
}

void tty_set_termios(struct tty *tty, const struct termios2 *termios)
{
	struct termios old = tty->line.termios, new;
	u32 cflag = termios->c_cflag;

	memcpy(&new, termios, sizeof(new));
	/* There is one speed for both directions. */
	new.c_cflag &= ~CIBAUD;
	tty->baud = (cflag & CBAUD) == BOTHER ? termios->c_ospeed
					      : termios_baud(cflag);
	line_set_termios(&tty->line, &new);
	if (tty->ops->set_termios)
		tty->ops->set_termios(tty, &old);
	tty_receive_pending(tty);
	tty_notify(tty);
}

void tty_flush_input(struct tty *tty)
{
	ring_discard(&tty->client.input);
	line_flush_input(&tty->line);
}
