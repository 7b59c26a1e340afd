// SPDX-License-Identifier: GPL-2.0-only
/*
 * The terminal's state, and text becoming cells.
 */
#include <exo/string.h>

#include "character_width.h"
#include "terminal.h"

static void select_initial_charsets(struct terminal *terminal)
{
	struct terminal_cursor *cursor = &terminal->cursor;

	cursor->charsets[0] = CHARSET_LATIN1;
	cursor->charsets[1] = CHARSET_GRAPHICS;
	cursor->shift = 0;
	terminal_update_charset(terminal);
}

void terminal_reset(struct terminal *terminal)
{
	terminal->top = 0;
	terminal->bottom = terminal->grid.rows;
	terminal->wrap_pending = false;
	terminal->modes = (struct terminal_modes){
		.autowrap = true,
		.show_cursor = true,
		.utf8 = true,
	};
	terminal->cursor.pen = (struct terminal_pen){
		.foreground = SCREEN_WHITE,
		.background = SCREEN_BLACK,
	};
	terminal_update_pen(terminal);
	select_initial_charsets(terminal);
	terminal_tabs_reset(terminal);
	escape_parser_reset(&terminal->parser);
	utf8_reset(&terminal->utf8);
}

void terminal_reset_and_clear(struct terminal *terminal)
{
	terminal_reset(terminal);
	terminal_go_to(terminal, 0, 0);
	terminal_save_cursor(terminal);
	terminal_erase_rows(terminal, 0, terminal->grid.rows);
}

size_t terminal_size(const struct screen *screen, unsigned int scrollback)
{
	return (size_t)screen->rows * screen->columns *
		       sizeof(struct screen_cell) +
	       terminal_grid_size(screen->rows, screen->columns, scrollback);
}

static void use_memory(struct terminal *terminal, void *memory,
		       unsigned int scrollback)
{
	struct terminal_grid *grid = &terminal->grid;
	struct screen_cell *shown = memory;

	terminal->display.shown = shown;
	terminal_grid_init(grid, shown + grid->rows * grid->columns, scrollback,
			   &terminal->blank);
	terminal_recover_display(terminal);
}

void terminal_init(struct terminal *terminal, struct screen *screen,
		   void *memory, unsigned int scrollback,
		   void (*reply)(const char *text, size_t len))
{
	memset(terminal, 0, sizeof(*terminal));
	terminal->reply = reply;
	terminal->display.screen = screen;
	terminal->grid.rows = screen->rows;
	terminal->grid.columns = screen->columns;
	terminal_reset(terminal);
	use_memory(terminal, memory, scrollback);
	terminal_save_cursor(terminal);
}

void terminal_move(struct terminal *terminal, void *memory,
		   unsigned int scrollback)
{
	struct terminal_grid old = terminal->grid;

	use_memory(terminal, memory, scrollback);
	for (unsigned int row = 0; row < old.rows; row++)
		memcpy(terminal_grid_row(&terminal->grid, row, 0),
		       terminal_grid_row(&old, row, 0),
		       old.columns * sizeof(struct screen_cell));
}

void terminal_recover(struct terminal *terminal)
{
	terminal_set_reverse(terminal, false);
	terminal_reset(terminal);
	terminal_grid_recover(&terminal->grid, &terminal->blank);
	terminal_recover_display(terminal);
}

void terminal_save_cursor(struct terminal *terminal)
{
	terminal->saved = terminal->cursor;
}

void terminal_restore_cursor(struct terminal *terminal)
{
	terminal->cursor = terminal->saved;
	terminal_go_to(terminal, (int)terminal->saved.row,
		       (int)terminal->saved.column);
	terminal_update_pen(terminal);
	terminal_update_charset(terminal);
}

void terminal_update_charset(struct terminal *terminal)
{
	terminal->charset = terminal->cursor.charsets[terminal->cursor.shift];
}

void terminal_erase_rows(struct terminal *terminal, unsigned int from,
			 unsigned int to)
{
	for (; from < to; from++)
		terminal_grid_fill(&terminal->grid, from, 0,
				   terminal->grid.columns, &terminal->blank);
}

/*
 * Text.
 */

static void wrap(struct terminal *terminal)
{
	terminal->cursor.column = 0;
	terminal_line_feed(terminal);
}

static void put_cell(struct terminal *terminal, u16 character)
{
	struct terminal_cursor *cursor = &terminal->cursor;
	unsigned int row = cursor->row, column = cursor->column;
	struct screen_cell *cell;

	cell = terminal_grid_row(&terminal->grid, row, 0) + column;
	*cell = terminal->pen;
	cell->character = character;
	terminal_grid_damage(&terminal->grid, row, column, column + 1);
	if (column + 1 < terminal->grid.columns)
		cursor->column = column + 1;
	else
		terminal->wrap_pending = terminal->modes.autowrap;
}

/* Without room for a wide character its first cell is all there is. */
static void put(struct terminal *terminal, u16 character, unsigned int width)
{
	struct terminal_cursor *cursor = &terminal->cursor;
	unsigned int columns = terminal->grid.columns;

	if (terminal->wrap_pending ||
	    (terminal->modes.autowrap && cursor->column + width > columns))
		wrap(terminal);
	width = min(width, columns - cursor->column);
	if (terminal->modes.insert)
		terminal_grid_insert(&terminal->grid, cursor->row,
				     cursor->column, width, &terminal->blank);
	put_cell(terminal, character);
	if (width > 1)
		put_cell(terminal, ' ');
}

/* Controls and other planes have no place in a cell. */
static bool showable(u32 character)
{
	return character >= ' ' && character < UNICODE_REPLACEMENT &&
	       (character < ASCII_DEL || character >= 0xa0);
}

static void put_unicode(struct terminal *terminal, u32 character)
{
	unsigned int width = character_width(character);

	if (width == 0)
		return;
	if (!showable(character))
		character = UNICODE_REPLACEMENT;
	put(terminal, (u16)character, width);
}

static void put_utf8(struct terminal *terminal, u8 byte)
{
	enum utf8_result result = utf8_decode(&terminal->utf8, byte);

	if (result != UTF8_INCOMPLETE)
		put_unicode(terminal, terminal->utf8.character);
	if (result == UTF8_CUT)
		put_utf8(terminal, byte);
}

/* Bytes that UTF-8 makes characters of, rather than the character set. */
static bool byte_is_utf8(const struct terminal *terminal, u8 byte)
{
	return (byte >= 0x80 && terminal->modes.utf8 &&
		terminal->charset != CHARSET_PC) ||
	       utf8_pending(&terminal->utf8);
}

static void put_byte(struct terminal *terminal, u8 byte)
{
	if (utf8_pending(&terminal->utf8) && byte < 0x80) {
		utf8_reset(&terminal->utf8);
		put_unicode(terminal, UNICODE_REPLACEMENT);
	}
	if (byte_is_utf8(terminal, byte))
		put_utf8(terminal, byte);
	else
		put_unicode(terminal,
			    charset_character(terminal->charset, byte));
}

/*
 * Bytes.
 */

/* Controls that act even when controls are to be shown. */
static bool control_acts_always(u8 byte)
{
	const u32 always = 1U << ASCII_NUL | 1U << ASCII_BS | 1U << ASCII_LF |
			   1U << ASCII_FF | 1U << ASCII_CR | 1U << ASCII_SO |
			   1U << ASCII_SI | 1U << ASCII_ESC;

	return byte < 0x20 && (always >> byte & 1);
}

static bool is_text(const struct terminal *terminal, u8 byte)
{
	if (!escape_parser_in_text(&terminal->parser))
		return false;
	if (byte == C1_CSI)
		return terminal->modes.utf8;
	if (byte >= 0x20 && byte != ASCII_DEL)
		return true;
	return terminal->modes.show_controls && !control_acts_always(byte);
}

static void parse(struct terminal *terminal, u8 byte)
{
	if (utf8_pending(&terminal->utf8)) {
		utf8_reset(&terminal->utf8);
		put_unicode(terminal, UNICODE_REPLACEMENT);
	}
	switch (escape_parse(&terminal->parser, byte)) {
	case ESCAPE_CONTROL:
		terminal_control(terminal, byte);
		break;
	case ESCAPE_SHORT:
		terminal_short_escape(terminal);
		break;
	case ESCAPE_SEQUENCE:
		terminal_sequence(terminal);
		break;
	case ESCAPE_NOTHING:
		break;
	}
}

static void write_byte(struct terminal *terminal, u8 byte)
{
	if (is_text(terminal, byte))
		put_byte(terminal, byte);
	else
		parse(terminal, byte);
}

/* Nothing is special about printable ASCII, but in the last column. */
static bool state_is_plain(const struct terminal *terminal)
{
	return escape_parser_in_text(&terminal->parser) &&
	       !utf8_pending(&terminal->utf8) && !terminal->wrap_pending &&
	       !terminal->modes.insert && terminal->charset != CHARSET_GRAPHICS;
}

/*
 * The short way for most of what is printed: as many characters at the start
 * of @text as need no decision. Returns how many.
 */
static size_t put_plain(struct terminal *terminal, const char *text, size_t len)
{
	struct terminal_cursor *cursor = &terminal->cursor;
	unsigned int row = cursor->row, column = cursor->column;
	size_t most = min(len, (size_t)terminal->grid.columns - 1 - column);
	struct screen_cell *cells =
		terminal_grid_row(&terminal->grid, row, 0) + column;
	struct screen_cell cell = terminal->pen;
	unsigned int i;

	for (i = 0; i < most && text[i] >= ' ' && text[i] < ASCII_DEL; i++) {
		cell.character = (u8)text[i];
		cells[i] = cell;
	}
	terminal_grid_damage(&terminal->grid, row, column, column + i);
	cursor->column = column + i;
	return i;
}

void terminal_write(struct terminal *terminal, const char *text, size_t len)
{
	size_t done = 0;

	terminal_return_to_present(terminal);
	while (done < len) {
		if (state_is_plain(terminal))
			done += put_plain(terminal, text + done, len - done);
		if (done < len)
			write_byte(terminal, (u8)text[done++]);
	}
}
