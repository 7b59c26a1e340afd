/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Consoles at the end of a serial line, for their terminals.
 */
#ifndef EXO_CONSOLE_LINE_H
#define EXO_CONSOLE_LINE_H

#include <exo/types.h>

struct console;

/* All are called with interrupts off. */
struct console_line_ops {
	/* Bits a second. */
	unsigned int (*get_baud)(struct console *console);
	/*
	 * Set speed and frame: CSIZE, CSTOPB, PARENB, PARODD, CRTSCTS of
	 * @cflag, <uapi/termios.h>. Returns the speed, which stays as it was if
	 * @baud is not possible; 0 hangs up, and is.
	 */
	unsigned int (*set)(struct console *console, unsigned int baud,
			    u32 cflag);
	void (*set_break)(struct console *console, bool on);
	/* TIOCM_*: raise @set and lower @clear. Returns what is raised then. */
	unsigned int (*modem)(struct console *console, u32 set, u32 clear);
};

#endif
