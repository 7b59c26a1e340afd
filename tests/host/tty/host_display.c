// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host_display.h"

char host_replies[4096];
size_t host_replies_len;

#define CHECK(holds) check(holds, #holds, __LINE__)

static void check(bool holds, const char *what, int line)
{
	if (holds)
		return;
	fprintf(stderr, "host_display.c:%d: %s does not hold\n", line, what);
	exit(1);
}

static struct host_display *display_of(struct screen *screen)
{
	return (void *)((char *)screen - offsetof(struct host_display, screen));
}

static void draw(struct screen *screen, unsigned int row, unsigned int column,
		 const struct screen_cell *cells, unsigned int count)
{
	CHECK(row < screen->rows && count > 0);
	CHECK(column + count <= screen->columns);
	memcpy(display_of(screen)->cells + row * screen->columns + column,
	       cells, count * sizeof(*cells));
}

static void cursor(struct screen *screen, unsigned int row, unsigned int column,
		   const struct screen_cell *cell)
{
	struct host_display *display = display_of(screen);
	const size_t place = row * screen->columns + column;

	CHECK(row < screen->rows && column < screen->columns);
	CHECK(!cell || !memcmp(cell, &display->cells[place], sizeof(*cell)));
	display->cursor_row = row;
	display->cursor_column = column;
	display->cursor_visible = cell != NULL;
}

static const struct screen_ops ops = {
	.draw = draw,
	.cursor = cursor,
};

static void reply(const char *text, size_t len)
{
	if (len > sizeof(host_replies) - host_replies_len)
		host_replies_len = 0;
	memcpy(host_replies + host_replies_len, text, len);
	host_replies_len += len;
}

void host_display_init(struct host_display *display, unsigned int rows,
		       unsigned int columns, unsigned int scrollback)
{
	display->screen.ops = &ops;
	display->screen.rows = rows;
	display->screen.columns = columns;
	display->scrollback = scrollback;
	display->cells = calloc(rows * columns, sizeof(*display->cells));
	display->memory = malloc(terminal_size(&display->screen, scrollback));
	terminal_init(&display->terminal, &display->screen, display->memory,
		      scrollback, reply);
	terminal_show(&display->terminal);
	host_display_check(display);
}

void host_display_free(struct host_display *display)
{
	free(display->memory);
	free(display->cells);
}

static void check_lines(const struct terminal_grid *grid)
{
	bool seen[1024] = {false};

	CHECK(grid->top < grid->nr_lines);
	CHECK(grid->history <= grid->nr_lines - grid->rows);
	for (unsigned int i = 0; i < grid->nr_lines; i++) {
		CHECK(grid->order[i] < grid->nr_lines);
		CHECK(!seen[grid->order[i]]);
		seen[grid->order[i]] = true;
	}
}

/* What was drawn is what the grid holds. */
static void check_picture(const struct host_display *display)
{
	const struct terminal *terminal = &display->terminal;
	unsigned int columns = terminal->grid.columns;

	for (unsigned int row = 0; row < terminal->grid.rows; row++) {
		const struct screen_cell *cells = terminal_grid_row(
			&terminal->grid, row, terminal->display.back);

		CHECK(memcmp(cells, display->cells + row * columns,
			     columns * sizeof(*cells)) == 0);
		for (unsigned int i = 0; i < columns; i++) {
			u16 character = cells[i].character;

			CHECK(character >= ' ' && character <= 0xfffd);
			CHECK(character < 0x7f || character >= 0xa0);
			CHECK(character < 0xd800 || character > 0xdfff);
		}
	}
}

void host_display_check(const struct host_display *display)
{
	const struct terminal *terminal = &display->terminal;

	CHECK(terminal->cursor.row < terminal->grid.rows);
	CHECK(terminal->cursor.column < terminal->grid.columns);
	CHECK(terminal->top < terminal->bottom);
	CHECK(terminal->bottom <= terminal->grid.rows);
	CHECK(terminal->display.back <= terminal->grid.history);
	check_lines(&terminal->grid);
	check_picture(display);
	if (display->cursor_visible)
		CHECK(display->cursor_row ==
		      terminal->cursor.row + terminal->display.back);
}

void host_display_write(struct host_display *display, const char *text,
			size_t len)
{
	terminal_write(&display->terminal, text, len);
	terminal_show(&display->terminal);
	host_display_check(display);
}
