/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Displays that show a grid of characters. A display driver
 * registers a struct screen and from then on only draws cells; the terminal
 * (drivers/tty/) interprets text, keeps the grid and the lines scrolled off it,
 * and is the console tty0.
 */
#ifndef EXO_SCREEN_H
#define EXO_SCREEN_H

#include <exo/types.h>

enum {
	SCREEN_COLUMNS_MAX = 512,
	SCREEN_ROWS_MAX = 256,
};

/* The eight colours in the order of ECMA-48; plus 8 for the bright ones. */
enum screen_color {
	SCREEN_BLACK,
	SCREEN_RED,
	SCREEN_GREEN,
	SCREEN_YELLOW,
	SCREEN_BLUE,
	SCREEN_MAGENTA,
	SCREEN_CYAN,
	SCREEN_WHITE,
	SCREEN_BRIGHT = 8,
};

enum screen_style {
	SCREEN_UNDERLINE = 1 << 0,
	SCREEN_BLINK = 1 << 1,
};

/*
 * One character as it is to look: bold, dim and reverse have already become
 * colours. Compared and copied as a whole, so there is no padding.
 */
struct screen_cell {
	u16 character; /* Unicode, basic multilingual plane; never a control */
	u8 foreground : 4, background : 4; /* enum screen_color */
	u8 style; /* enum screen_style */
};

struct screen;

/* All calls come with interrupts off, from any context; none may sleep. */
struct screen_ops {
	/*
	 * Show the @count cells from @row and @column on, all on that row.
	 * A character that the display lacks becomes one that says so.
	 */
	void (*draw)(struct screen *screen, unsigned int row,
		     unsigned int column, const struct screen_cell *cells,
		     unsigned int count);
	/*
	 * Show the cursor on that cell, which looks like @cell without it, or
	 * nowhere if @cell is NULL. Called after the draws that belong to it;
	 * a draw over the cell may have erased it.
	 */
	void (*cursor)(struct screen *screen, unsigned int row,
		       unsigned int column, const struct screen_cell *cell);
};

struct screen {
	const struct screen_ops *ops;
	unsigned int rows, columns; /* constant while registered */
};

/*
 * Make @screen the display of tty0, which is registered as a console with the
 * first; what is on it is replaced. The grid of the display before, if there
 * was one, is lost, the log is shown anew. May be called at the level "early";
 * a screen larger than 80x25 needs the heap (level "memory").
 * 0, -EINVAL for a size beyond the limits, -ENOMEM.
 */
int screen_register(struct screen *screen);

/* Take it away, and tty0 with it; nothing happens when it is not there. */
void screen_unregister(struct screen *screen);

#endif
