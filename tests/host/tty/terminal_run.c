// SPDX-License-Identifier: GPL-2.0-only
/*
 * terminal_run COLUMNS ROWS CHUNK: give standard input to a terminal, CHUNK
 * bytes at a time (0: all at once), and print its screen:
 *
 *	a line for each row, UTF-8
 *	a line for each row, three digits a cell: foreground, background, style
 *	the cursor's row and column, and 1 when it is visible
 *	the terminal's answers, hexadecimal
 */
#include <stdio.h>
#include <stdlib.h>

#include "host_display.h"

enum {
	INPUT_MAX = 1 << 20,
	SCROLLBACK = 100,
};

static char input[INPUT_MAX];

static void print_utf8(u16 character)
{
	if (character < 0x80)
		printf("%c", character);
	else if (character < 0x800)
		printf("%c%c", 0xc0 | character >> 6,
		       0x80 | (character & 0x3f));
	else
		printf("%c%c%c", 0xe0 | character >> 12,
		       0x80 | (character >> 6 & 0x3f),
		       0x80 | (character & 0x3f));
}

static void print_rows(const struct host_display *display,
		       void (*print)(const struct screen_cell *cell))
{
	unsigned int columns = display->screen.columns;

	for (unsigned int row = 0; row < display->screen.rows; row++) {
		for (unsigned int i = 0; i < columns; i++)
			print(&display->cells[row * columns + i]);
		printf("\n");
	}
}

static void print_character(const struct screen_cell *cell)
{
	print_utf8(cell->character);
}

static void print_look(const struct screen_cell *cell)
{
	printf("%x%x%x", cell->foreground, cell->background, cell->style);
}

int main(int argc, char **argv)
{
	static struct host_display display;
	size_t len = fread(input, 1, sizeof(input), stdin);
	size_t chunk = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

	if (argc != 4)
		return 2;
	host_display_init(&display, (unsigned int)atoi(argv[2]),
			  (unsigned int)atoi(argv[1]), SCROLLBACK);
	for (size_t at = 0, step; at < len; at += step) {
		step = chunk && chunk < len - at ? chunk : len - at;
		host_display_write(&display, input + at, step);
	}
	print_rows(&display, print_character);
	print_rows(&display, print_look);
	printf("%u %u %d\n", display.cursor_row, display.cursor_column,
	       display.cursor_visible);
	for (size_t i = 0; i < host_replies_len; i++)
		printf("%02x", (u8)host_replies[i]);
	printf("\n");
	host_display_free(&display);
	return 0;
}
