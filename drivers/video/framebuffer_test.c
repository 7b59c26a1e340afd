// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pictures drawn in ordinary memory, compared byte by byte with what a slow and
 * simple model makes of the same cells: pixel by pixel, with nothing touched
 * between the lines nor around them.
 */
#include <exo/ktest.h>
#include <exo/string.h>

#include "framebuffer.h"

enum {
	GUARD = 64, /* bytes before and behind */
	PICTURE = 32 << 10, /* bytes, the largest one */
	UNTOUCHED = 0xa5,
	NR_GLYPHS = FONT_ASCII_LAST - FONT_ASCII_FIRST + 2,
	GLYPH_BYTES_MAX = 2 * 18,
	CELLS_MAX = 200,
};

struct mode_case {
	const char *name;
	u16 font_width, font_height;
	struct boot_framebuffer mode;
};

#define MODE(w, h, line, depth, r, g, b)                                   \
	{                                                                  \
		.width = (w), .height = (h), .pitch = (line),              \
		.bits_per_pixel = (depth), .red = r, .green = g, .blue = b \
	}
#define FIELD(position, size) ((struct boot_color_field){position, size})

static const struct mode_case cases[] = {
	{"32 bits, as most adapters have it", 8, 16,
	 MODE(80, 48, 320, 32, FIELD(16, 8), FIELD(8, 8), FIELD(0, 8))},
	{"32 bits, red lowest, odd pitch, border", 8, 16,
	 MODE(85, 51, 347, 32, FIELD(0, 8), FIELD(8, 8), FIELD(16, 8))},
	{"32 bits, 10 each", 10, 18,
	 MODE(79, 55, 320, 32, FIELD(20, 10), FIELD(10, 10), FIELD(0, 10))},
	{"24 bits", 8, 16,
	 MODE(80, 48, 240, 24, FIELD(16, 8), FIELD(8, 8), FIELD(0, 8))},
	{"24 bits, odd pitch, border", 8, 14,
	 MODE(87, 45, 263, 24, FIELD(0, 8), FIELD(8, 8), FIELD(16, 8))},
	{"24 bits, wide glyphs", 12, 18,
	 MODE(75, 54, 225, 24, FIELD(16, 8), FIELD(8, 8), FIELD(0, 8))},
	{"24 bits, 11 pixels a glyph", 11, 18,
	 MODE(75, 54, 229, 24, FIELD(16, 8), FIELD(8, 8), FIELD(0, 8))},
	{"16 bits", 8, 8,
	 MODE(80, 48, 160, 16, FIELD(11, 5), FIELD(5, 6), FIELD(0, 5))},
	{"15 bits, narrow glyphs", 6, 12,
	 MODE(77, 48, 155, 15, FIELD(10, 5), FIELD(5, 5), FIELD(0, 5))},
	{"32 bits, 16 pixels a glyph", 16, 16,
	 MODE(81, 48, 328, 32, FIELD(24, 8), FIELD(16, 8), FIELD(8, 8))},
	{"a single cell", 8, 16,
	 MODE(8, 16, 32, 32, FIELD(16, 8), FIELD(8, 8), FIELD(0, 8))},
};

static u8 memory[GUARD + PICTURE + GUARD], expected[sizeof(memory)];
static u8 bitmaps[NR_GLYPHS * GLYPH_BYTES_MAX];
static struct font font;
static struct framebuffer fb;
static struct screen_cell cells[CELLS_MAX]; /* row by row */
static u32 random;

static u32 next_random(u32 below)
{
	random = random * 1664525 + 1013904223;
	return (random >> 8) % below;
}

/* --- The model */

static void model_pixel(const struct mode_case *c, u32 x, u32 y, u32 pixel)
{
	const unsigned int bytes = framebuffer_pixel_bytes(&c->mode);
	u8 *to = expected + GUARD + (size_t)y * c->mode.pitch + x * bytes;

	for (unsigned int i = 0; i < bytes; i++)
		to[i] = (u8)(pixel >> (8 * i));
}

static bool model_bit(const struct screen_cell *cell, u32 x, u32 y)
{
	const unsigned int row_bytes = (font.width + 7U) / 8;
	unsigned int glyph = NR_GLYPHS - 1;

	if (cell->character >= ' ' && cell->character <= '~')
		glyph = cell->character - ' ';
	if (cell->style & SCREEN_UNDERLINE && y == font.height - 1U)
		return true;
	return bitmaps[(glyph * font.height + y) * row_bytes + x / 8] &
	       (0x80 >> x % 8);
}

static void model_cell(const struct mode_case *c, unsigned int row,
		       unsigned int column, const struct screen_cell *cell,
		       bool cursor)
{
	const unsigned int bright = cell->style & SCREEN_BLINK ? 8 : 0;
	u32 set = fb.palette[cell->foreground];
	u32 clear = fb.palette[cell->background | bright];

	if (cursor) {
		clear = set;
		set = fb.palette[cell->background | bright];
		if (cell->foreground == (cell->background | bright))
			clear = fb.palette[cell->foreground ^ 7];
	}
	for (u32 y = 0; y < font.height; y++)
		for (u32 x = 0; x < font.width; x++)
			model_pixel(c, column * font.width + x,
				    row * font.height + y,
				    model_bit(cell, x, y) ? set : clear);
}

static void model_start(const struct mode_case *c)
{
	memset(expected, UNTOUCHED, sizeof(expected));
	for (u32 y = 0; y < c->mode.height; y++)
		for (u32 x = 0; x < c->mode.width; x++)
			model_pixel(c, x, y, 0);
}

/* --- The driver */

static struct screen_cell *cell_at(unsigned int row, unsigned int column)
{
	return &cells[row * fb.screen.columns + column];
}

static void start(const struct mode_case *c)
{
	random = 1;
	font = (struct font){
		.width = c->font_width,
		.height = c->font_height,
		.fallback = NR_GLYPHS - 1,
		.bitmaps = bitmaps,
	};
	/* Bits behind the width of a row are set too, and must not matter. */
	for (size_t i = 0; i < sizeof(bitmaps); i++)
		bitmaps[i] = (u8)next_random(256);
	memset(memory, UNTOUCHED, sizeof(memory));
	framebuffer_start(&fb, &c->mode, memory + GUARD, &font);
	model_start(c);
	for (unsigned int i = 0; i < CELLS_MAX; i++)
		cells[i] = (struct screen_cell){
			.character = ' ',
			.foreground = SCREEN_WHITE,
		};
}

/* A cell of few looks, so that runs of several cells come up. */
static struct screen_cell random_cell(void)
{
	return (struct screen_cell){
		.character = (u16)(' ' + next_random(96)),
		.foreground = next_random(8) ? 7 : next_random(16) & 15,
		.background = next_random(8) ? 0 : next_random(16) & 15,
		.style = next_random(8) ? 0 : (u8)next_random(4),
	};
}

static void draw(unsigned int row, unsigned int column, unsigned int count)
{
	fb.screen.ops->draw(&fb.screen, row, column, cell_at(row, column),
			    count);
}

static void draw_random_span(const struct mode_case *c)
{
	const unsigned int row = next_random(fb.screen.rows);
	const unsigned int column = next_random(fb.screen.columns);
	const unsigned int count = 1 + next_random(fb.screen.columns - column);

	for (unsigned int i = column; i < column + count; i++) {
		*cell_at(row, i) = random_cell();
		model_cell(c, row, i, cell_at(row, i), false);
	}
	draw(row, column, count);
}

static void show_cursor(unsigned int row, unsigned int column)
{
	fb.screen.ops->cursor(&fb.screen, row, column, cell_at(row, column));
}

static void hide_cursor(void)
{
	fb.screen.ops->cursor(&fb.screen, 0, 0, NULL);
}

/* Name the mode, for a report, whose picture is not as the model's. */
#define KTEST_EXPECT_PICTURE(t, c)            \
	ktest_check(t, KTEST_HERE((c)->name), \
		    !memcmp(memory, expected, sizeof(memory)))

#define FOR_EACH_CASE(c)                                                       \
	for (const struct mode_case *c = cases; c < cases + ARRAY_SIZE(cases); \
	     c++)

KTEST(framebuffer, the_picture_starts_black_and_nothing_beside_it_is_touched)
{
	FOR_EACH_CASE(c)
	{
		start(c);
		KTEST_EXPECT_PICTURE(t, c);
		KTEST_EXPECT_EQ(t, fb.screen.columns,
				c->mode.width / c->font_width);
		KTEST_EXPECT_EQ(t, fb.screen.rows,
				c->mode.height / c->font_height);
	}
}

KTEST(framebuffer, cells_look_as_the_model_draws_them)
{
	FOR_EACH_CASE(c)
	{
		start(c);
		for (unsigned int i = 0; i < 100; i++)
			draw_random_span(c);
		KTEST_EXPECT_PICTURE(t, c);
	}
}

KTEST(framebuffer, the_cursor_is_its_cell_in_exchanged_colors)
{
	FOR_EACH_CASE(c)
	{
		const unsigned int row = 0;
		unsigned int column;

		start(c);
		draw_random_span(c);
		column = fb.screen.columns - 1;
		*cell_at(row, column) = random_cell();
		show_cursor(row, column);
		model_cell(c, row, column, cell_at(row, column), true);
		KTEST_EXPECT_PICTURE(t, c);
	}
}

KTEST(framebuffer, the_cursor_is_seen_on_hidden_text)
{
	start(cases);
	*cell_at(0, 0) = (struct screen_cell){.character = 'x'};
	show_cursor(0, 0);
	model_cell(cases, 0, 0, cell_at(0, 0), true);
	KTEST_EXPECT_PICTURE(t, cases);
	KTEST_EXPECT_NE(t, fb.palette[SCREEN_WHITE], fb.palette[SCREEN_BLACK]);
}

KTEST(framebuffer, a_cursor_that_leaves_restores_its_cell)
{
	FOR_EACH_CASE(c)
	{
		start(c);
		for (unsigned int i = 0; i < 40; i++) {
			const unsigned int row = next_random(fb.screen.rows);
			const unsigned int column =
				next_random(fb.screen.columns);

			draw_random_span(c);
			show_cursor(row, column);
			model_cell(c, row, column, cell_at(row, column), false);
		}
		hide_cursor();
		KTEST_EXPECT_PICTURE(t, c);
	}
}

KTEST(framebuffer, a_draw_over_the_cursor_erases_it)
{
	start(cases);
	*cell_at(1, 1) = random_cell();
	show_cursor(1, 1);
	*cell_at(1, 1) = random_cell();
	draw(1, 1, 1);
	model_cell(cases, 1, 1, cell_at(1, 1), false);
	KTEST_EXPECT_PICTURE(t, cases);

	/* What was under it before is gone. */
	hide_cursor();
	KTEST_EXPECT_PICTURE(t, cases);
	show_cursor(1, 1);
	model_cell(cases, 1, 1, cell_at(1, 1), true);
	KTEST_EXPECT_PICTURE(t, cases);
}

KTEST(framebuffer, what_lies_outside_the_screen_is_not_drawn)
{
	FOR_EACH_CASE(c)
	{
		start(c);
		for (unsigned int i = 0; i < fb.screen.columns; i++) {
			*cell_at(0, i) = random_cell();
			model_cell(c, 0, i, cell_at(0, i), false);
		}
		draw(0, 0, CELLS_MAX);
		draw(0, fb.screen.columns, 1);
		draw(fb.screen.rows, 0, 1);
		fb.screen.ops->cursor(&fb.screen, fb.screen.rows, 0, cells);
		fb.screen.ops->cursor(&fb.screen, 0, fb.screen.columns, cells);
		KTEST_EXPECT_PICTURE(t, c);
	}
}

KTEST(framebuffer, a_screen_has_no_more_cells_than_a_terminal_takes)
{
	static u8 line[600 * 4 * 4];
	const struct boot_framebuffer wide =
		MODE(2400, 1, 4800, 16, FIELD(11, 5), FIELD(5, 6), FIELD(0, 5));

	start(cases);
	font.width = 4;
	font.height = 1;
	framebuffer_start(&fb, &wide, line, &font);
	KTEST_EXPECT_EQ(t, fb.screen.columns, SCREEN_COLUMNS_MAX);
	KTEST_EXPECT_EQ(t, fb.screen.rows, 1);
}
