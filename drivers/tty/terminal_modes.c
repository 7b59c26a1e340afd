// SPDX-License-Identifier: GPL-2.0-only
/*
 * Modes that are set and reset (SM and RM), those of ECMA-48 and DEC's own.
 */
#include "terminal.h"

static void reverse_cell(struct screen_cell *cell)
{
	u8 foreground = cell->foreground, background = cell->background;

	colors_exchange(&foreground, &background);
	cell->foreground = foreground & 15;
	cell->background = background & 15;
}

/* Every cell, not only those to come, as on the Linux console. */
void terminal_set_reverse(struct terminal *terminal, bool on)
{
	struct terminal_grid *grid = &terminal->grid;

	if (terminal->modes.reverse == on)
		return;
	terminal->modes.reverse = on;
	for (unsigned int row = 0; row < grid->rows; row++) {
		struct screen_cell *cells = terminal_grid_row(grid, row, 0);

		for (unsigned int i = 0; i < grid->columns; i++)
			reverse_cell(&cells[i]);
	}
	terminal_grid_damage_all(grid);
	terminal_update_pen(terminal);
}

static void set_private_mode(struct terminal *terminal, unsigned int mode,
			     bool on)
{
	switch (mode) {
	case 1:
		terminal->modes.application_cursor = on;
		break;
	case 5:
		terminal_set_reverse(terminal, on);
		break;
	case 6:
		terminal->modes.origin = on;
		terminal_go_to_origin(terminal, 0, 0);
		break;
	case 7:
		terminal->modes.autowrap = on;
		break;
	case 25:
		terminal->modes.show_cursor = on;
		break;
	}
}

static void set_mode(struct terminal *terminal, unsigned int mode, bool on)
{
	switch (mode) {
	case 3:
		terminal->modes.show_controls = on;
		break;
	case 4:
		terminal->modes.insert = on;
		break;
	case 20:
		terminal->modes.newline = on;
		break;
	}
}

void terminal_set_modes(struct terminal *terminal, bool on)
{
	const struct escape_parser *parser = &terminal->parser;

	for (unsigned int i = 0; i < parser->nr_parameters; i++) {
		if (parser->prefix == '?')
			set_private_mode(terminal, parser->parameters[i], on);
		else if (parser->prefix == 0)
			set_mode(terminal, parser->parameters[i], on);
	}
}
