/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. The terminal: bytes in, a grid of
 * cells out. It acts as the Linux console does, console_codes(4), so that
 * programs run with TERM=linux; Documentation/terminal.md lists what it knows.
 *
 *	bytes -> escape_parser, utf8_decoder -> terminal*.c -> terminal_grid
 *	                                    terminal_display -> struct screen
 *
 * There are no locks: callers have interrupts off. One of them may be
 * interrupted for ever, by a panic; then terminal_recover() comes first.
 */
#ifndef TTY_TERMINAL_H
#define TTY_TERMINAL_H

#include <exo/screen.h>

#include "charset.h"
#include "escape_parser.h"
#include "terminal_grid.h"
#include "utf8_decoder.h"

enum {
	TAB_WIDTH = 8,
	TAB_WORDS = SCREEN_COLUMNS_MAX / 64,
};

/* How text is to look, as "select graphic rendition" says it. */
struct terminal_pen {
	u8 foreground, background; /* enum screen_color */
	bool bold, dim, underline, blink, reverse;
};

/* What DECSC saves. */
struct terminal_cursor {
	unsigned int row, column; /* always within the grid */
	struct terminal_pen pen;
	u8 charsets[2]; /* enum charset: G0 and G1 */
	u8 shift; /* which of them is in use */
};

struct terminal_modes {
	bool autowrap; /* DECAWM */
	bool insert; /* IRM */
	bool newline; /* LNM: LF implies CR, Return sends both */
	bool origin; /* DECOM: rows count from the top of the region */
	bool reverse; /* DECSCNM */
	bool show_cursor; /* DECTCEM */
	bool show_controls; /* DECCRM, SGR 11: controls are pictures */
	bool utf8;
	bool application_cursor; /* DECCKM */
	bool application_keypad; /* DECKPAM */
};

/* What the display shows, to draw only what differs. */
struct terminal_display {
	struct screen *screen;
	struct screen_cell *shown; /* rows * columns */
	unsigned int back; /* lines looked back */
	unsigned int cursor_row, cursor_column;
	bool cursor_visible;
};

struct terminal {
	struct terminal_grid grid;
	struct terminal_display display;
	struct escape_parser parser;
	struct utf8_decoder utf8;

	struct terminal_cursor cursor, saved;
	bool wrap_pending; /* the last column is full; the next one wraps */
	struct terminal_modes modes;
	unsigned int top, bottom; /* the scrolling region */
	u64 tab_stops[TAB_WORDS]; /* a bit a column */

	/* These follow from the above. */
	u8 charset; /* enum charset in use */
	struct screen_cell pen; /* a blank as text looks */
	struct screen_cell blank; /* as erased cells look */

	/* Answer to what a program asked; interrupts are off. */
	void (*reply)(const char *text, size_t len);
};

/* The memory that a terminal of that size lives in, in bytes. */
size_t terminal_size(const struct screen *screen, unsigned int scrollback);

/*
 * Begin with an empty screen in terminal_size() bytes at @memory, aligned to
 * 8. Nothing is drawn yet.
 */
void terminal_init(struct terminal *terminal, struct screen *screen,
		   void *memory, unsigned int scrollback,
		   void (*reply)(const char *text, size_t len));

/* Move to other memory, as above, with what the screen shows. */
void terminal_move(struct terminal *terminal, void *memory,
		   unsigned int scrollback);

/* Take what a program or the kernel prints. "\n" moves down only. */
void terminal_write(struct terminal *terminal, const char *text, size_t len);

/* Draw what has changed since the last call. */
void terminal_show(struct terminal *terminal);

/* Look @lines further back, or forward; stops at either end. Draws. */
void terminal_scroll_back(struct terminal *terminal, int lines);

/* Back to now. Does not draw. */
void terminal_return_to_present(struct terminal *terminal);

/*
 * Make the state sound whatever was interrupted, and text readable whatever a
 * program had asked for; everything is drawn anew.
 */
void terminal_recover(struct terminal *terminal);

/*
 * Between the parts of the terminal.
 */

/* The display shows nothing we know of. */
void terminal_recover_display(struct terminal *terminal);

/* Modes, colours and tabs as at power-on; what is on the screen stays. */
void terminal_reset(struct terminal *terminal);
/* RIS: the same with an empty screen. */
void terminal_reset_and_clear(struct terminal *terminal);

/*
 * Reverse two colours. Brightness stays where it is, as on the Linux console:
 * a display without bright backgrounds shows reversed grey on black, too.
 */
void colors_exchange(u8 *a, u8 *b);

/* Compute @pen, @blank and @charset again. */
void terminal_update_pen(struct terminal *terminal);
void terminal_update_charset(struct terminal *terminal);

/* To that cell, or the nearest that is allowed. */
void terminal_go_to(struct terminal *terminal, int row, int column);
/* The same with rows as programs count them, see DECOM. */
void terminal_go_to_origin(struct terminal *terminal, int row, int column);

void terminal_save_cursor(struct terminal *terminal);
void terminal_restore_cursor(struct terminal *terminal);

/* Erase the rows from @from to before @to. */
void terminal_erase_rows(struct terminal *terminal, unsigned int from,
			 unsigned int to);

/* Carry out the sequence that the parser has completed. */
void terminal_short_escape(struct terminal *terminal);
void terminal_sequence(struct terminal *terminal);
void terminal_set_modes(struct terminal *terminal, bool on);
void terminal_select_graphic_rendition(struct terminal *terminal);
void terminal_set_reverse(struct terminal *terminal, bool on);

/* A C0 control. */
void terminal_control(struct terminal *terminal, u8 control);
void terminal_line_feed(struct terminal *terminal);
void terminal_reverse_line_feed(struct terminal *terminal);

/* Tab stops. */
void terminal_tabs_reset(struct terminal *terminal);
void terminal_tabs_clear(struct terminal *terminal);
void terminal_tab_set(struct terminal *terminal, bool on);
void terminal_tab(struct terminal *terminal, int count);

static inline bool cells_equal(const struct screen_cell *a,
			       const struct screen_cell *b)
{
	return __builtin_memcmp(a, b, sizeof(*a)) == 0;
}

#endif
