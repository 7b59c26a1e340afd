// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controls: moving the cursor, tab stops, and escapes of one or two bytes.
 */
#include <exo/string.h>

#include "terminal.h"

static int clamp(int value, int least, int most)
{
	return max(least, min(value, most));
}

void terminal_go_to(struct terminal *terminal, int row, int column)
{
	const struct terminal_grid *grid = &terminal->grid;
	int first = 0, last = (int)grid->rows - 1;

	if (terminal->modes.origin) {
		first = (int)terminal->top;
		last = (int)terminal->bottom - 1;
	}
	terminal->cursor.row = (unsigned int)clamp(row, first, last);
	terminal->cursor.column =
		(unsigned int)clamp(column, 0, (int)grid->columns - 1);
	terminal->wrap_pending = false;
}

void terminal_go_to_origin(struct terminal *terminal, int row, int column)
{
	int first = terminal->modes.origin ? (int)terminal->top : 0;

	terminal_go_to(terminal, first + row, column);
}

void terminal_line_feed(struct terminal *terminal)
{
	struct terminal_cursor *cursor = &terminal->cursor;

	terminal->wrap_pending = false;
	if (cursor->row + 1 == terminal->bottom)
		terminal_grid_scroll_up(&terminal->grid, terminal->top,
					terminal->bottom, 1, &terminal->blank);
	else if (cursor->row + 1 < terminal->grid.rows)
		cursor->row++;
}

void terminal_reverse_line_feed(struct terminal *terminal)
{
	struct terminal_cursor *cursor = &terminal->cursor;

	terminal->wrap_pending = false;
	if (cursor->row == terminal->top)
		terminal_grid_scroll_down(&terminal->grid, terminal->top,
					  terminal->bottom, 1,
					  &terminal->blank);
	else if (cursor->row > 0)
		cursor->row--;
}

static void carriage_return(struct terminal *terminal)
{
	terminal->cursor.column = 0;
	terminal->wrap_pending = false;
}

static void backspace(struct terminal *terminal)
{
	if (terminal->cursor.column == 0)
		return;
	terminal->cursor.column--;
	terminal->wrap_pending = false;
}

static void shift_to(struct terminal *terminal, u8 set)
{
	terminal->cursor.shift = set;
	terminal->modes.show_controls = false;
	terminal_update_charset(terminal);
}

void terminal_control(struct terminal *terminal, u8 control)
{
	switch (control) {
	case ASCII_BS:
		backspace(terminal);
		break;
	case ASCII_HT:
		terminal_tab(terminal, 1);
		break;
	case ASCII_LF:
	case ASCII_VT:
	case ASCII_FF:
		terminal_line_feed(terminal);
		if (terminal->modes.newline)
			carriage_return(terminal);
		break;
	case ASCII_CR:
		carriage_return(terminal);
		break;
	case ASCII_SO:
		shift_to(terminal, 1);
		break;
	case ASCII_SI:
		shift_to(terminal, 0);
		break;
	}
}

/*
 * Tab stops.
 */

static bool tab_stop_at(const struct terminal *terminal, unsigned int column)
{
	return terminal->tab_stops[column / 64] >> column % 64 & 1;
}

void terminal_tabs_clear(struct terminal *terminal)
{
	memset(terminal->tab_stops, 0, sizeof(terminal->tab_stops));
}

void terminal_tabs_reset(struct terminal *terminal)
{
	memset(terminal->tab_stops, 0x01, sizeof(terminal->tab_stops));
}

void terminal_tab_set(struct terminal *terminal, bool on)
{
	unsigned int column = terminal->cursor.column;
	u64 bit = 1ULL << column % 64;

	if (on)
		terminal->tab_stops[column / 64] |= bit;
	else
		terminal->tab_stops[column / 64] &= ~bit;
}

/* A line that is just full stays so: a tab does not make it wrap. */
void terminal_tab(struct terminal *terminal, int count)
{
	unsigned int column = terminal->cursor.column;
	unsigned int last = terminal->grid.columns - 1;

	for (; count > 0 && column < last; count--)
		do
			column++;
		while (column < last && !tab_stop_at(terminal, column));
	for (; count < 0 && column > 0; count++)
		do
			column--;
		while (column > 0 && !tab_stop_at(terminal, column));
	if (column != terminal->cursor.column)
		terminal->wrap_pending = false;
	terminal->cursor.column = column;
}

/*
 * Escapes.
 */

static void designate(struct terminal *terminal, u8 set, u8 final)
{
	u8 *charset = &terminal->cursor.charsets[set];

	switch (final) {
	case 'B':
		*charset = CHARSET_LATIN1;
		break;
	case '0':
		*charset = CHARSET_GRAPHICS;
		break;
	case 'U':
	case 'K': /* loaded by mapscrn(8) on Linux, and this one at first */
		*charset = CHARSET_PC;
		break;
	}
	if (terminal->cursor.shift == set)
		terminal_update_charset(terminal);
}

static void select_encoding(struct terminal *terminal, u8 final)
{
	if (final == 'G' || final == '8')
		terminal->modes.utf8 = true;
	else if (final == '@')
		terminal->modes.utf8 = false;
}

/* DECALN */
static void fill_with_e(struct terminal *terminal)
{
	struct screen_cell cell = terminal->blank;

	cell.character = 'E';
	for (unsigned int row = 0; row < terminal->grid.rows; row++)
		terminal_grid_fill(&terminal->grid, row, 0,
				   terminal->grid.columns, &cell);
	terminal->wrap_pending = false;
}

static void escape(struct terminal *terminal, u8 final)
{
	switch (final) {
	case 'c':
		terminal_reset_and_clear(terminal);
		break;
	case 'D':
		terminal_line_feed(terminal);
		break;
	case 'E':
		carriage_return(terminal);
		terminal_line_feed(terminal);
		break;
	case 'H':
		terminal_tab_set(terminal, true);
		break;
	case 'M':
		terminal_reverse_line_feed(terminal);
		break;
	case 'Z':
		terminal->reply("\033[?6c", 5);
		break;
	case '7':
		terminal_save_cursor(terminal);
		break;
	case '8':
		terminal_restore_cursor(terminal);
		break;
	case '=':
	case '>':
		terminal->modes.application_keypad = final == '=';
		break;
	}
}

void terminal_short_escape(struct terminal *terminal)
{
	u8 final = terminal->parser.final;

	switch (terminal->parser.intermediate) {
	case 0:
		escape(terminal, final);
		break;
	case '(':
		designate(terminal, 0, final);
		break;
	case ')':
		designate(terminal, 1, final);
		break;
	case '%':
		select_encoding(terminal, final);
		break;
	case '#':
		if (final == '8')
			fill_with_e(terminal);
		break;
	}
}
