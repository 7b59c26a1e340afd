// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the terminal and the framebuffer together write for a line that scrolls:
 * no more than 1.1 times the text area, whatever the text.
 */
#include <exo/boot_info.h>
#include <exo/console.h>
#include <exo/ktest.h>
#include <exo/screen.h>

#include "../../../drivers/video/framebuffer.h"

enum {
	COLUMNS = 80,
	ROWS = 25,
	FONT_WIDTH = 8,
	FONT_HEIGHT = 16,
	PIXEL_BYTES = 4,
	PITCH = COLUMNS * FONT_WIDTH * PIXEL_BYTES,
	CELL_BYTES = FONT_WIDTH * FONT_HEIGHT * PIXEL_BYTES,
	TEXT_AREA_BYTES = ROWS * COLUMNS * CELL_BYTES,
	LINES = 200,
};

static u8 pixels[TEXT_AREA_BYTES];
static u8 bitmaps[95 * FONT_HEIGHT];

static const struct font font = {
	.width = FONT_WIDTH,
	.height = FONT_HEIGHT,
	.bitmaps = bitmaps,
};

static const struct boot_framebuffer mode = {
	.type = BOOT_FRAMEBUFFER_RGB,
	.width = COLUMNS * FONT_WIDTH,
	.height = ROWS * FONT_HEIGHT,
	.pitch = PITCH,
	.bits_per_pixel = 8 * PIXEL_BYTES,
	.red = {16, 8},
	.green = {8, 8},
	.blue = {0, 8},
};

static struct console *tty0;

void console_register(struct console *console)
{
	tty0 = console;
}

void console_unregister(struct console *console)
{
	(void)console;
}

void console_input_answer(struct console *from, const void *bytes, size_t len)
{
	(void)from;
	(void)bytes;
	(void)len;
}

/* --- The driver, with its work counted */

static struct framebuffer fb;
static const struct screen_ops *driver;
static u64 written_bytes;

static void counted_draw(struct screen *screen, unsigned int row,
			 unsigned int column, const struct screen_cell *cells,
			 unsigned int count)
{
	written_bytes += (u64)count * CELL_BYTES;
	driver->draw(screen, row, column, cells, count);
}

static void counted_cursor(struct screen *screen, unsigned int row,
			   unsigned int column, const struct screen_cell *cell)
{
	written_bytes +=
		2 * CELL_BYTES; /* the one it leaves, and its new one */
	driver->cursor(screen, row, column, cell);
}

static const struct screen_ops counted = {
	.draw = counted_draw,
	.cursor = counted_cursor,
};

static void write_line(unsigned int number)
{
	char line[COLUMNS];

	for (unsigned int i = 0; i < COLUMNS - 1; i++)
		line[i] = (char)('!' + (number * 7 + i * 3) % 94);
	line[COLUMNS - 1] = '\n';
	tty0->ops->write(tty0, line, sizeof(line));
}

static int start(void)
{
	int err;

	framebuffer_start(&fb, &mode, pixels, &font);
	driver = fb.screen.ops;
	fb.screen.ops = &counted;
	err = screen_register(&fb.screen);
	for (unsigned int i = 0; i < ROWS; i++)
		write_line(i);
	written_bytes = 0;
	return err;
}

KTEST(framebuffer_scroll, a_line_costs_at_most_one_copy_of_the_text_area)
{
	KTEST_ASSERT_EQ(t, start(), 0);
	for (unsigned int i = 0; i < LINES; i++)
		write_line(i + 1);
	KTEST_EXPECT_GT(t, written_bytes, (u64)LINES * TEXT_AREA_BYTES / 2);
	KTEST_EXPECT_LE(t, 10 * written_bytes,
			11 * (u64)LINES * TEXT_AREA_BYTES);
}

KTEST(framebuffer_scroll, lines_of_one_write_cost_one_copy_together)
{
	char lines[ROWS * 2];

	KTEST_ASSERT_EQ(t, start(), 0);
	for (unsigned int i = 0; i < ROWS; i++) {
		lines[2 * i] = (char)('a' + i);
		lines[2 * i + 1] = '\n';
	}
	tty0->ops->write(tty0, lines, sizeof(lines));
	KTEST_EXPECT_LE(t, 10 * written_bytes, 11 * (u64)TEXT_AREA_BYTES);
}

KTEST(framebuffer_scroll, lines_that_are_mostly_blank_cost_little)
{
	KTEST_ASSERT_EQ(t, start(), 0);
	for (unsigned int i = 0; i < ROWS; i++)
		tty0->ops->write(tty0, "\n", 1);
	written_bytes = 0;
	for (unsigned int i = 0; i < LINES; i++)
		tty0->ops->write(tty0, i % 2 ? "yes\n" : "no\n", 3 + i % 2);
	KTEST_EXPECT_LT(t, written_bytes, (u64)LINES * TEXT_AREA_BYTES / 10);
}
