// SPDX-License-Identifier: GPL-2.0-only
#include <exo/string.h>

#include "terminal_grid.h"

static size_t cell_count(const struct terminal_grid *grid)
{
	return (size_t)grid->nr_lines * grid->columns;
}

size_t terminal_grid_size(unsigned int rows, unsigned int columns,
			  unsigned int scrollback)
{
	size_t nr_lines = (size_t)rows + scrollback;

	return nr_lines * columns * sizeof(struct screen_cell) +
	       rows * sizeof(struct span) + nr_lines * sizeof(u16);
}

static void reset_order(struct terminal_grid *grid)
{
	for (unsigned int i = 0; i < grid->nr_lines; i++)
		grid->order[i] = (u16)i;
	grid->top = 0;
	grid->history = 0;
	grid->reordering = false;
}

static void blank_rows(struct terminal_grid *grid, unsigned int from,
		       unsigned int to, const struct screen_cell *blank)
{
	for (; from < to; from++)
		terminal_grid_fill(grid, from, 0, grid->columns, blank);
}

void terminal_grid_init(struct terminal_grid *grid, void *memory,
			unsigned int scrollback,
			const struct screen_cell *blank)
{
	grid->nr_lines = grid->rows + scrollback;
	grid->cells = memory;
	grid->damage = (void *)(grid->cells + cell_count(grid));
	grid->order = (u16 *)(grid->damage + grid->rows);
	reset_order(grid);
	blank_rows(grid, 0, grid->rows, blank);
	terminal_grid_damage_all(grid);
}

static void damage_rows(struct terminal_grid *grid, unsigned int from,
			unsigned int to)
{
	span_add(&grid->damaged_rows, from, to);
	for (; from < to; from++)
		grid->damage[from] = (struct span){.to = (u16)grid->columns};
}

void terminal_grid_damage_all(struct terminal_grid *grid)
{
	damage_rows(grid, 0, grid->rows);
}

void terminal_grid_fill(struct terminal_grid *grid, unsigned int row,
			unsigned int from, unsigned int to,
			const struct screen_cell *cell)
{
	struct screen_cell *cells = terminal_grid_row(grid, row, 0);

	for (unsigned int i = from; i < to; i++)
		cells[i] = *cell;
	terminal_grid_damage(grid, row, from, to);
}

void terminal_grid_insert(struct terminal_grid *grid, unsigned int row,
			  unsigned int column, unsigned int count,
			  const struct screen_cell *blank)
{
	struct screen_cell *cells = terminal_grid_row(grid, row, 0);

	count = min(count, grid->columns - column);
	memmove(cells + column + count, cells + column,
		(grid->columns - column - count) * sizeof(*cells));
	terminal_grid_damage(grid, row, column, grid->columns);
	terminal_grid_fill(grid, row, column, column + count, blank);
}

void terminal_grid_delete(struct terminal_grid *grid, unsigned int row,
			  unsigned int column, unsigned int count,
			  const struct screen_cell *blank)
{
	struct screen_cell *cells = terminal_grid_row(grid, row, 0);

	count = min(count, grid->columns - column);
	memmove(cells + column, cells + column + count,
		(grid->columns - column - count) * sizeof(*cells));
	terminal_grid_damage(grid, row, column, grid->columns);
	terminal_grid_fill(grid, row, grid->columns - count, grid->columns,
			   blank);
}

/*
 * Scrolling.
 */

static u16 *order_of(struct terminal_grid *grid, unsigned int row)
{
	unsigned int slot = grid->top + row;

	return &grid->order[slot < grid->nr_lines ? slot
						  : slot - grid->nr_lines];
}

static void reverse_order(struct terminal_grid *grid, unsigned int from,
			  unsigned int to)
{
	while (from + 1 < to) {
		u16 *first = order_of(grid, from++);
		u16 *last = order_of(grid, --to);
		u16 line = *first;

		*first = *last;
		*last = line;
	}
}

/* The row @middle becomes the one at @from: three reversals turn a row. */
static void rotate_order(struct terminal_grid *grid, unsigned int from,
			 unsigned int middle, unsigned int to)
{
	WRITE_ONCE(grid->reordering, true);
	barrier();
	reverse_order(grid, from, middle);
	reverse_order(grid, middle, to);
	reverse_order(grid, from, to);
	barrier();
	WRITE_ONCE(grid->reordering, false);
}

/* The line that is the longest off the screen becomes the last row. */
static void advance(struct terminal_grid *grid, unsigned int count)
{
	unsigned int top = grid->top + count;

	grid->top = top < grid->nr_lines ? top : top - grid->nr_lines;
	grid->history = min(grid->history + count, grid->nr_lines - grid->rows);
}

void terminal_grid_scroll_up(struct terminal_grid *grid, unsigned int top,
			     unsigned int bottom, unsigned int count,
			     const struct screen_cell *blank)
{
	if (top >= bottom)
		return;
	count = min(count, bottom - top);
	if (top == 0 && bottom == grid->rows)
		advance(grid, count);
	else
		rotate_order(grid, top, top + count, bottom);
	damage_rows(grid, top, bottom);
	blank_rows(grid, bottom - count, bottom, blank);
}

void terminal_grid_scroll_down(struct terminal_grid *grid, unsigned int top,
			       unsigned int bottom, unsigned int count,
			       const struct screen_cell *blank)
{
	if (top >= bottom)
		return;
	count = min(count, bottom - top);
	rotate_order(grid, top, bottom - count, bottom);
	damage_rows(grid, top, bottom);
	blank_rows(grid, top, top + count, blank);
}

void terminal_grid_forget_history(struct terminal_grid *grid)
{
	grid->history = 0;
}

void terminal_grid_recover(struct terminal_grid *grid,
			   const struct screen_cell *blank)
{
	if (READ_ONCE(grid->reordering)) {
		reset_order(grid);
		blank_rows(grid, 0, grid->rows, blank);
	}
	terminal_grid_damage_all(grid);
}
