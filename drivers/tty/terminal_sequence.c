// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control sequences, by their final byte (ECMA-48 section 8.3; what Linux
 * adds or leaves out: console_codes(4)).
 */
#include <exo/printf.h>

#include "terminal.h"

static unsigned int parameter(const struct terminal *terminal, unsigned int i)
{
	return i < terminal->parser.nr_parameters
		       ? terminal->parser.parameters[i]
		       : 0;
}

/* A count: 0 and nothing mean 1. */
static int count(const struct terminal *terminal)
{
	return max(1, (int)parameter(terminal, 0));
}

/* A place, which programs count from 1. */
static int place(const struct terminal *terminal, unsigned int i)
{
	return max(0, (int)parameter(terminal, i) - 1);
}

static void move(struct terminal *terminal, int rows, int columns)
{
	terminal_go_to(terminal, (int)terminal->cursor.row + rows,
		       (int)terminal->cursor.column + columns);
}

static void move_lines(struct terminal *terminal, int rows)
{
	terminal_go_to(terminal, (int)terminal->cursor.row + rows, 0);
}

/* @what of a row: 0 from the cursor on, 1 up to it and its cell, 2 all. */
static bool erase_in_line(struct terminal *terminal, unsigned int what)
{
	unsigned int column = terminal->cursor.column;
	unsigned int from = what == 0 ? column : 0;
	unsigned int to = what == 1 ? column + 1 : terminal->grid.columns;

	if (what > 2)
		return false;
	terminal_grid_fill(&terminal->grid, terminal->cursor.row, from, to,
			   &terminal->blank);
	terminal->wrap_pending = false;
	return true;
}

/* The same of the screen; 3 takes what has scrolled off, too. */
static void erase_in_display(struct terminal *terminal, unsigned int what)
{
	unsigned int row = terminal->cursor.row, rows = terminal->grid.rows;

	if (what == 3) {
		terminal_grid_forget_history(&terminal->grid);
		what = 2;
	}
	if (!erase_in_line(terminal, what))
		return;
	if (what != 0)
		terminal_erase_rows(terminal, 0, row);
	if (what != 1)
		terminal_erase_rows(terminal, row + 1, rows);
}

static void erase_characters(struct terminal *terminal)
{
	unsigned int column = terminal->cursor.column;
	unsigned int room = terminal->grid.columns - column;

	terminal_grid_fill(&terminal->grid, terminal->cursor.row, column,
			   column + min((unsigned int)count(terminal), room),
			   &terminal->blank);
	terminal->wrap_pending = false;
}

static void insert_characters(struct terminal *terminal)
{
	terminal_grid_insert(&terminal->grid, terminal->cursor.row,
			     terminal->cursor.column,
			     (unsigned int)count(terminal), &terminal->blank);
	terminal->wrap_pending = false;
}

static void delete_characters(struct terminal *terminal)
{
	terminal_grid_delete(&terminal->grid, terminal->cursor.row,
			     terminal->cursor.column,
			     (unsigned int)count(terminal), &terminal->blank);
	terminal->wrap_pending = false;
}

/* Below the region they do nothing. */
static void insert_lines(struct terminal *terminal)
{
	terminal_grid_scroll_down(&terminal->grid, terminal->cursor.row,
				  terminal->bottom,
				  (unsigned int)count(terminal),
				  &terminal->blank);
	terminal->wrap_pending = false;
}

static void delete_lines(struct terminal *terminal)
{
	terminal_grid_scroll_up(&terminal->grid, terminal->cursor.row,
				terminal->bottom, (unsigned int)count(terminal),
				&terminal->blank);
	terminal->wrap_pending = false;
}

static void scroll(struct terminal *terminal, bool up)
{
	(up ? terminal_grid_scroll_up : terminal_grid_scroll_down)(
		&terminal->grid, terminal->top, terminal->bottom,
		(unsigned int)count(terminal), &terminal->blank);
}

/* At least two lines; what is wrong changes nothing. */
static void set_region(struct terminal *terminal)
{
	unsigned int top = (unsigned int)place(terminal, 0);
	unsigned int bottom = parameter(terminal, 1);

	if (bottom == 0)
		bottom = terminal->grid.rows;
	if (top + 1 >= bottom || bottom > terminal->grid.rows)
		return;
	terminal->top = top;
	terminal->bottom = bottom;
	terminal_go_to_origin(terminal, 0, 0);
}

static void report(struct terminal *terminal)
{
	unsigned int first = terminal->modes.origin ? terminal->top : 0;
	char text[32];
	int len;

	switch (parameter(terminal, 0)) {
	case 5:
		terminal->reply("\033[0n", 4);
		break;
	case 6:
		len = scnprintf(text, sizeof(text), "\033[%u;%uR",
				terminal->cursor.row - first + 1,
				terminal->cursor.column + 1);
		terminal->reply(text, (size_t)len);
		break;
	}
}

static void clear_tabs(struct terminal *terminal)
{
	if (parameter(terminal, 0) == 0)
		terminal_tab_set(terminal, false);
	else if (parameter(terminal, 0) == 3)
		terminal_tabs_clear(terminal);
}

/* Edits what is on the screen; false for another kind of sequence. */
static bool edit(struct terminal *terminal, u8 final)
{
	switch (final) {
	case '@':
		insert_characters(terminal);
		return true;
	case 'J':
		erase_in_display(terminal, parameter(terminal, 0));
		return true;
	case 'K':
		erase_in_line(terminal, parameter(terminal, 0));
		return true;
	case 'L':
		insert_lines(terminal);
		return true;
	case 'M':
		delete_lines(terminal);
		return true;
	case 'P':
		delete_characters(terminal);
		return true;
	case 'S':
	case 'T':
		scroll(terminal, final == 'S');
		return true;
	case 'X':
		erase_characters(terminal);
		return true;
	}
	return false;
}

/* Moves the cursor; false for another kind of sequence. */
static bool go(struct terminal *terminal, u8 final)
{
	switch (final) {
	case 'A':
		move(terminal, -count(terminal), 0);
		return true;
	case 'B':
	case 'e':
		move(terminal, count(terminal), 0);
		return true;
	case 'C':
	case 'a':
		move(terminal, 0, count(terminal));
		return true;
	case 'D':
		move(terminal, 0, -count(terminal));
		return true;
	case 'E':
		move_lines(terminal, count(terminal));
		return true;
	case 'F':
		move_lines(terminal, -count(terminal));
		return true;
	case 'G':
	case '`':
		terminal_go_to(terminal, (int)terminal->cursor.row,
			       place(terminal, 0));
		return true;
	case 'H':
	case 'f':
		terminal_go_to_origin(terminal, place(terminal, 0),
				      place(terminal, 1));
		return true;
	case 'I':
		terminal_tab(terminal, count(terminal));
		return true;
	case 'Z':
		terminal_tab(terminal, -count(terminal));
		return true;
	case 'd':
		terminal_go_to_origin(terminal, place(terminal, 0),
				      (int)terminal->cursor.column);
		return true;
	}
	return false;
}

static void set(struct terminal *terminal, u8 final)
{
	switch (final) {
	case 'c':
		if (parameter(terminal, 0) == 0)
			terminal->reply("\033[?6c", 5);
		break;
	case 'g':
		clear_tabs(terminal);
		break;
	case 'm':
		terminal_select_graphic_rendition(terminal);
		break;
	case 'n':
		report(terminal);
		break;
	case 'r':
		set_region(terminal);
		break;
	case 's':
		terminal_save_cursor(terminal);
		break;
	case 'u':
		terminal_restore_cursor(terminal);
		break;
	}
}

void terminal_sequence(struct terminal *terminal)
{
	u8 prefix = terminal->parser.prefix, final = terminal->parser.final;

	if (final == 'h' || final == 'l')
		terminal_set_modes(terminal, final == 'h');
	else if (prefix == 0 && !edit(terminal, final) && !go(terminal, final))
		set(terminal, final);
}
