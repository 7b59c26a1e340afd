/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. The lines of a terminal: those on
 * the screen, and those that have scrolled off it.
 *
 *	order   [ scrolled off, oldest first | the rows of the screen | unused ]
 *	          history                      ^ top                     (wraps)
 *	pool    [ line 0 | line 1 | ... ]: "order" holds numbers of these
 *
 * Each line stays in its place in the pool. The whole screen scrolls by moving
 * "top", a region by moving numbers in "order"; cells are only ever blanked.
 *
 * "damage" holds what has changed on each row since it was last shown; rows
 * that are damaged lie within "damaged_rows".
 *
 * Rows and columns count from 0, ends of ranges are behind the last one, and
 * callers keep both within the grid.
 */
#ifndef TTY_TERMINAL_GRID_H
#define TTY_TERMINAL_GRID_H

#include <exo/compiler.h>
#include <exo/screen.h>

/* None when from >= to. */
struct span {
	u16 from, to;
};

struct terminal_grid {
	unsigned int rows, columns;
	unsigned int nr_lines; /* in the pool, at least rows */
	unsigned int top; /* where in "order" the first row is */
	unsigned int history; /* lines that have scrolled off and are kept */
	bool reordering; /* "order" has a number twice for a moment */
	u16 *order; /* nr_lines */
	struct screen_cell *cells; /* nr_lines * columns, the pool */
	struct span *damage; /* the columns of each row */
	struct span damaged_rows;
};

/* The bytes that a grid of @rows with @scrollback lines behind it takes. */
size_t terminal_grid_size(unsigned int rows, unsigned int columns,
			  unsigned int scrollback);

/*
 * Make a grid of cells like @blank in @memory, as many bytes as
 * terminal_grid_size() says, aligned as a struct screen_cell.
 */
void terminal_grid_init(struct terminal_grid *grid, void *memory,
			unsigned int scrollback,
			const struct screen_cell *blank);

/* Row @row of the screen as it was @back lines ago, @back <= history. */
static inline struct screen_cell *
terminal_grid_row(const struct terminal_grid *grid, unsigned int row,
		  unsigned int back)
{
	unsigned int slot = grid->top + grid->nr_lines + row - back;

	while (slot >= grid->nr_lines)
		slot -= grid->nr_lines;
	return grid->cells + (size_t)grid->order[slot] * grid->columns;
}

static inline void span_add(struct span *span, unsigned int from,
			    unsigned int to)
{
	span->from = min(span->from, (u16)from);
	span->to = max(span->to, (u16)to);
}

static inline void terminal_grid_damage(struct terminal_grid *grid,
					unsigned int row, unsigned int from,
					unsigned int to)
{
	span_add(&grid->damage[row], from, to);
	span_add(&grid->damaged_rows, row, row + 1);
}

void terminal_grid_damage_all(struct terminal_grid *grid);

/* Make the cells of a row from column @from to before @to like @cell. */
void terminal_grid_fill(struct terminal_grid *grid, unsigned int row,
			unsigned int from, unsigned int to,
			const struct screen_cell *cell);

/* Make room for @count blank cells, or take them out and close the gap. */
void terminal_grid_insert(struct terminal_grid *grid, unsigned int row,
			  unsigned int column, unsigned int count,
			  const struct screen_cell *blank);
void terminal_grid_delete(struct terminal_grid *grid, unsigned int row,
			  unsigned int column, unsigned int count,
			  const struct screen_cell *blank);

/*
 * Move the rows from @top to before @bottom by @count; blank lines come in.
 * What leaves the top of the whole screen is kept behind it.
 */
void terminal_grid_scroll_up(struct terminal_grid *grid, unsigned int top,
			     unsigned int bottom, unsigned int count,
			     const struct screen_cell *blank);
void terminal_grid_scroll_down(struct terminal_grid *grid, unsigned int top,
			       unsigned int bottom, unsigned int count,
			       const struct screen_cell *blank);

/* Forget the lines that have scrolled off. */
void terminal_grid_forget_history(struct terminal_grid *grid);

/* Whoever was interrupted in one of these never resumes: put it in order. */
void terminal_grid_recover(struct terminal_grid *grid,
			   const struct screen_cell *blank);

#endif
