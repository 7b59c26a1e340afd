/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A terminal on the build machine: its memory to the byte, so that the address
 * sanitizer watches the edges, and a display that keeps what it is shown and
 * refuses what is beyond it.
 */
#ifndef TTY_HOST_DISPLAY_H
#define TTY_HOST_DISPLAY_H

#include "../../../drivers/tty/terminal.h"

struct host_display {
	struct screen screen;
	struct terminal terminal;
	unsigned int scrollback;
	void *memory;
	struct screen_cell *cells; /* as drawn */
	unsigned int cursor_row, cursor_column;
	bool cursor_visible;
};

/* The answers of all terminals. */
extern char host_replies[4096];
extern size_t host_replies_len;

void host_display_init(struct host_display *display, unsigned int rows,
		       unsigned int columns, unsigned int scrollback);
void host_display_free(struct host_display *display);

/* Write and show, then host_display_check(). */
void host_display_write(struct host_display *display, const char *text,
			size_t len);

/* Ends the program with a message when the terminal's state is not sound. */
void host_display_check(const struct host_display *display);

#endif
