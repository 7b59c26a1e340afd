// SPDX-License-Identifier: GPL-2.0-only
/*
 * Showing the grid. "shown" is what the display shows; the cells that differ
 * from it are drawn, once for each write whatever happened in between. Where
 * nothing can have changed, no damage says so, nothing is compared.
 */
#include "terminal.h"

enum {
	/* Of no character: a cell that must be drawn. */
	UNKNOWN = 0xffff,
	AT_ONCE = 4, /* cells that are compared together */
};

static const struct span NOTHING = {.from = SCREEN_COLUMNS_MAX};

void terminal_recover_display(struct terminal *terminal)
{
	struct terminal_display *display = &terminal->display;
	size_t count = (size_t)terminal->grid.rows * terminal->grid.columns;

	display->back = 0;
	for (size_t i = 0; i < count; i++)
		display->shown[i] = (struct screen_cell){.character = UNKNOWN};
}

static unsigned int skip_equal(const struct screen_cell *a,
			       const struct screen_cell *b, unsigned int from,
			       unsigned int to)
{
	/* Several at a time: most of a screen stays as it is. */
	while (from + AT_ONCE <= to &&
	       __builtin_memcmp(&a[from], &b[from], AT_ONCE * sizeof(*a)) == 0)
		from += AT_ONCE;
	while (from < to && cells_equal(&a[from], &b[from]))
		from++;
	return from;
}

/* Copy the cells that differ; returns where the first does not. */
static unsigned int copy_different(struct screen_cell *to,
				   const struct screen_cell *from,
				   unsigned int i, unsigned int end)
{
	while (i < end && !cells_equal(&from[i], &to[i])) {
		to[i] = from[i];
		i++;
	}
	return i;
}

/* Returns whether anything was drawn. */
static bool show_row(struct terminal *terminal, unsigned int row)
{
	struct terminal_display *display = &terminal->display;
	struct terminal_grid *grid = &terminal->grid;
	struct span damage = grid->damage[row];
	struct screen_cell *shown = display->shown + row * grid->columns;
	const struct screen_cell *cells =
		terminal_grid_row(grid, row, display->back);
	unsigned int at = skip_equal(cells, shown, damage.from, damage.to);
	bool drawn = at < damage.to;

	grid->damage[row] = NOTHING;
	while (at < damage.to) {
		unsigned int end = copy_different(shown, cells, at, damage.to);

		display->screen->ops->draw(display->screen, row, at, cells + at,
					   end - at);
		at = skip_equal(cells, shown, end, damage.to);
	}
	return drawn;
}

static void show_cursor(struct terminal *terminal, bool drawn)
{
	struct terminal_display *display = &terminal->display;
	unsigned int row = terminal->cursor.row + display->back;
	unsigned int column = terminal->cursor.column;
	bool visible = terminal->modes.show_cursor && row < terminal->grid.rows;
	const struct screen_cell *cell;

	if (!visible)
		row = column = 0;
	if (!drawn && row == display->cursor_row &&
	    column == display->cursor_column &&
	    visible == display->cursor_visible)
		return;
	display->cursor_row = row;
	display->cursor_column = column;
	display->cursor_visible = visible;
	cell = &display->shown[row * terminal->grid.columns + column];
	display->screen->ops->cursor(display->screen, row, column,
				     visible ? cell : NULL);
}

void terminal_show(struct terminal *terminal)
{
	struct terminal_grid *grid = &terminal->grid;
	struct span rows = grid->damaged_rows;
	bool drawn = false;

	grid->damaged_rows = NOTHING;
	for (unsigned int row = rows.from; row < rows.to; row++)
		drawn |= show_row(terminal, row);
	show_cursor(terminal, drawn);
}

static void look_back(struct terminal *terminal, unsigned int back)
{
	if (back == terminal->display.back)
		return;
	terminal->display.back = back;
	terminal_grid_damage_all(&terminal->grid);
}

void terminal_return_to_present(struct terminal *terminal)
{
	look_back(terminal, 0);
}

void terminal_scroll_back(struct terminal *terminal, int lines)
{
	long back = (long)terminal->display.back + lines;

	back = max(0L, min(back, (long)terminal->grid.history));
	look_back(terminal, (unsigned int)back);
	terminal_show(terminal);
}
