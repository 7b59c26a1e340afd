// SPDX-License-Identifier: GPL-2.0-only
/*
 * What output costs: on a display of 80x25 that draws nothing, and on the
 * screen.
 */
#include <exo/bench.h>
#include <exo/console.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "terminal.h"

enum {
	ROWS = 25,
	COLUMNS = 80,
	MEMORY = 2 * ROWS * COLUMNS * sizeof(struct screen_cell) + 6 * ROWS,
};

static const char *const lines[] = {
	"[    1.234567] tty0: a line of the log\r\n",
	"[   12.345678] another one, that is a bit longer than the others\r\n",
	"    and what follows it\r\n",
};

static struct terminal terminal;
static u64 memory[DIV_ROUND_UP(MEMORY, sizeof(u64))];
static struct console *tty0;

static const char *next_line(void)
{
	static unsigned int count;

	return lines[count++ % ARRAY_SIZE(lines)];
}

static void draw_nothing(struct screen *screen, unsigned int row,
			 unsigned int column, const struct screen_cell *cells,
			 unsigned int count)
{
	(void)screen;
	(void)row;
	(void)column;
	(void)cells;
	(void)count;
}

static void show_no_cursor(struct screen *screen, unsigned int row,
			   unsigned int column, const struct screen_cell *cell)
{
	(void)screen;
	(void)row;
	(void)column;
	(void)cell;
}

static const struct screen_ops ops = {
	.draw = draw_nothing,
	.cursor = show_no_cursor,
};

static struct screen screen = {
	.ops = &ops,
	.rows = ROWS,
	.columns = COLUMNS,
};

static void ignore_reply(const char *text, size_t len)
{
	(void)text;
	(void)len;
}

static void print(const char *text)
{
	terminal_write(&terminal, text, strlen(text));
	terminal_show(&terminal);
}

/* A screen full of lines. */
static int fill_screen(unsigned long size)
{
	(void)size;
	terminal_init(&terminal, &screen, memory, 0, ignore_reply);
	for (unsigned int i = 0; i < ROWS; i++)
		print(next_line());
	return 0;
}

/* Typed: each goes to the same place. */
BENCH(terminal, character, .batch = 16, .setup = fill_screen)
{
	print("x\b");
}

BENCH(terminal, scrolled_line, .setup = fill_screen)
{
	print(next_line());
}

/* As a program redraws what has not changed. */
BENCH(terminal, rewritten_row, .setup = fill_screen)
{
	print("\033[5;1H\033[1;32muser@host\033[0m:\033[34m~/src\033[0m$ make");
}

static int find_tty0(unsigned long size)
{
	struct console *console;

	(void)size;
	for_each_console(console) {
		if (strcmp(console->name, "tty0") == 0)
			tty0 = console;
	}
	return tty0 ? 0 : -ENODEV;
}

BENCH(terminal, scrolled_line_on_tty0, .setup = find_tty0)
{
	const char *line = next_line();

	tty0->ops->write(tty0, line, strlen(line));
}
