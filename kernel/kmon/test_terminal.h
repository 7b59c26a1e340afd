/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor's tests. A terminal as small as the
 * line editor supposes: it prints, goes back by '\b', starts lines by '\n',
 * and rings. What a user would see, tests can compare.
 */
#ifndef KMON_TEST_TERMINAL_H
#define KMON_TEST_TERMINAL_H

#include <exo/string.h>
#include <exo/types.h>

#include "utf8.h"

enum {
	TERMINAL_COLUMNS = 160,
	TERMINAL_CELL = 4, /* bytes a character */
};

struct terminal {
	char cells[TERMINAL_COLUMNS][TERMINAL_CELL]; /* the current row */
	unsigned int column;
	unsigned int columns_used; /* the widest this row has been */
	unsigned int bells;
	unsigned int rows; /* finished */
	unsigned int mistakes; /* moves beyond an edge, unknown controls */
	char last_row[TERMINAL_COLUMNS * TERMINAL_CELL + 1]; /* finished */
	char row[TERMINAL_COLUMNS * TERMINAL_CELL + 1]; /* terminal_row()'s */
};

/* The current row without trailing spaces. */
static inline const char *terminal_row(struct terminal *terminal)
{
	size_t length = 0, kept = 0;

	for (unsigned int i = 0; i < terminal->columns_used; i++) {
		for (unsigned int k = 0; k < TERMINAL_CELL; k++)
			if (terminal->cells[i][k])
				terminal->row[length++] = terminal->cells[i][k];
		if (terminal->cells[i][0] != ' ')
			kept = length;
	}
	terminal->row[kept] = '\0';
	return terminal->row;
}

static inline void terminal_newline(struct terminal *terminal)
{
	strscpy(terminal->last_row, terminal_row(terminal),
		sizeof(terminal->last_row));
	memset(terminal->cells, 0, sizeof(terminal->cells));
	terminal->column = 0;
	terminal->columns_used = 0;
	terminal->rows++;
}

static inline void terminal_print(struct terminal *terminal, char byte)
{
	char *cell;

	if (utf8_continues(byte) && terminal->column > 0) {
		cell = terminal->cells[terminal->column - 1];
		for (unsigned int k = 1; k < TERMINAL_CELL; k++) {
			if (!cell[k]) {
				cell[k] = byte;
				return;
			}
		}
	}
	if (terminal->column == TERMINAL_COLUMNS || utf8_continues(byte)) {
		terminal->mistakes++;
		return;
	}
	cell = terminal->cells[terminal->column++];
	memset(cell, 0, TERMINAL_CELL);
	cell[0] = byte;
	if (terminal->columns_used < terminal->column)
		terminal->columns_used = terminal->column;
}

/* The write function of line_editor_init(). */
static inline void terminal_write(void *arg, const char *text, size_t length)
{
	struct terminal *terminal = arg;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n')
			terminal_newline(terminal);
		else if (text[i] == '\a')
			terminal->bells++;
		else if (text[i] == '\b' && terminal->column > 0)
			terminal->column--;
		else if ((u8)text[i] < ' ')
			terminal->mistakes++;
		else
			terminal_print(terminal, text[i]);
	}
}

#endif
