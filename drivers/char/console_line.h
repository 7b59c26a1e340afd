/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the console devices. One line as it is typed: what
 * little of a terminal's line discipline they have, until there is a real one
 * with termios(3).
 *
 *	Enter		ends the line
 *	Backspace	takes out a character, ^U all of them
 *	^D		ends the line without a newline; of an empty one, the input
 *	^C		drops the line; the read ends with EINTR
 */
#ifndef DRIVERS_CHAR_CONSOLE_LINE_H
#define DRIVERS_CHAR_CONSOLE_LINE_H

#include <exo/types.h>

struct io_iter;

enum {
	CONSOLE_LINE_MAX = 255, /* bytes, with the newline */
	/* The most that one byte is answered by: ^U in a full line. */
	CONSOLE_ECHO_MAX = 6 * CONSOLE_LINE_MAX,
};

/* All zero is an empty line. */
struct console_line {
	char text[CONSOLE_LINE_MAX];
	unsigned int length;
	unsigned int taken; /* bytes that were read */
	bool complete; /* and takes no more */
	bool interrupted; /* by ^C */
};

/*
 * Add a typed byte to @line, which is not complete. Returns how many bytes of
 * @echo are to be shown.
 */
size_t console_line_add(struct console_line *line, u8 byte,
			char echo[CONSOLE_ECHO_MAX]);

/*
 * Take up to @to->left bytes out of a line that is complete: how many, 0 at the
 * end of the input, -EINTR after ^C, -EFAULT.
 */
ssize_t console_line_take(struct console_line *line, struct io_iter *to);

#endif
