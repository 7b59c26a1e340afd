// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cells of text as pixels.
 *
 * Cells side by side in the same colours are one run. A run is drawn line by
 * line across all its cells, so that memory is written in ascending addresses
 * and the processor can gather the stores into bursts.
 *
 * The cursor is a block: its cell in exchanged colours. Blinking text stands on
 * a bright background instead.
 */
#include <exo/string.h>

#include "framebuffer.h"

enum {
	RUN_MAX = 64, /* cells; 8 bytes of stack each */
	NO_COLORS = -1,
};

/* The colours of the VGA, which the Linux console has too: 0xRRGGBB. */
static const u32 rgb_of_color[SCREEN_COLORS] = {
	[SCREEN_BLACK] = 0x000000,
	[SCREEN_RED] = 0xaa0000,
	[SCREEN_GREEN] = 0x00aa00,
	[SCREEN_YELLOW] = 0xaa5500,
	[SCREEN_BLUE] = 0x0000aa,
	[SCREEN_MAGENTA] = 0xaa00aa,
	[SCREEN_CYAN] = 0x00aaaa,
	[SCREEN_WHITE] = 0xaaaaaa,
	[SCREEN_BLACK + SCREEN_BRIGHT] = 0x555555,
	[SCREEN_RED + SCREEN_BRIGHT] = 0xff5555,
	[SCREEN_GREEN + SCREEN_BRIGHT] = 0x55ff55,
	[SCREEN_YELLOW + SCREEN_BRIGHT] = 0xffff55,
	[SCREEN_BLUE + SCREEN_BRIGHT] = 0x5555ff,
	[SCREEN_MAGENTA + SCREEN_BRIGHT] = 0xff55ff,
	[SCREEN_CYAN + SCREEN_BRIGHT] = 0x55ffff,
	[SCREEN_WHITE + SCREEN_BRIGHT] = 0xffffff,
};

static struct framebuffer *framebuffer_of(struct screen *screen)
{
	return container_of(screen, struct framebuffer, screen);
}

static u8 *cell_place(const struct framebuffer *fb, unsigned int row,
		      unsigned int column)
{
	const size_t line = (size_t)row * fb->font->height;
	const size_t pixel = (size_t)column * fb->font->width;

	return fb->pixels + line * fb->pitch + pixel * fb->pixel_bytes;
}

/* --- Ink */

static unsigned int background_of(const struct screen_cell *cell)
{
	return cell->background |
	       (cell->style & SCREEN_BLINK ? SCREEN_BRIGHT : 0U);
}

static const struct ink *ink_of(const struct framebuffer *fb,
				struct text_ink *text_ink,
				unsigned int foreground,
				unsigned int background)
{
	const int colors = (int)(foreground << 4 | background);

	if (text_ink->colors != colors) {
		/* An interruption that draws must not take it for mixed. */
		WRITE_ONCE(text_ink->colors, NO_COLORS);
		ink_mix(&text_ink->ink, fb->pixel_bytes,
			fb->palette[foreground], fb->palette[background]);
		barrier();
		WRITE_ONCE(text_ink->colors, colors);
	}
	return &text_ink->ink;
}

/* --- Runs */

struct run {
	u8 *place; /* of the top left pixel */
	const struct ink *ink;
	unsigned int count;
	const u8 *glyphs[RUN_MAX]; /* bitmaps */
};

static __always_inline void draw_glyphs(const struct framebuffer *fb,
					const struct run *run,
					unsigned int width,
					unsigned int pixel_bytes)
{
	const unsigned int row_bytes = DIV_ROUND_UP(width, 8U);
	const size_t end = (size_t)fb->font->height * row_bytes;
	u8 *line = run->place;

	for (size_t at = 0; at < end; at += row_bytes, line += fb->pitch) {
		u8 *to = line;

		for (unsigned int i = 0; i < run->count; i++)
			to = put_glyph_row(to, run->glyphs[i] + at, width,
					   run->ink, pixel_bytes);
	}
}

/* The usual width is compiled apart, and so is each size of pixels. */
static __always_inline void draw_width(const struct framebuffer *fb,
				       const struct run *run,
				       unsigned int pixel_bytes)
{
	if (fb->font->width == 8)
		draw_glyphs(fb, run, 8, pixel_bytes);
	else
		draw_glyphs(fb, run, fb->font->width, pixel_bytes);
}

static void draw_underline(const struct framebuffer *fb, const struct run *run)
{
	static const u8 solid[FONT_WIDTH_MAX / 8] = {0xff, 0xff, 0xff, 0xff};
	u8 *to = run->place + (size_t)(fb->font->height - 1) * fb->pitch;

	for (unsigned int i = 0; i < run->count; i++)
		to = put_glyph_row(to, solid, fb->font->width, run->ink,
				   fb->pixel_bytes);
}

static bool looks_alike(const struct screen_cell *a,
			const struct screen_cell *b)
{
	return a->foreground == b->foreground &&
	       a->background == b->background && a->style == b->style;
}

/* Draw the first of @cells and those that look like it; return how many. */
static unsigned int draw_run(const struct framebuffer *fb, u8 *place,
			     const struct ink *ink,
			     const struct screen_cell *cells,
			     unsigned int count)
{
	struct run run;

	run.place = place;
	run.ink = ink;
	count = min(count, (unsigned int)RUN_MAX);
	for (run.count = 0; run.count < count; run.count++) {
		if (!looks_alike(&cells[run.count], cells))
			break;
		run.glyphs[run.count] =
			font_glyph(fb->font, cells[run.count].character);
	}
	if (fb->pixel_bytes == 4)
		draw_width(fb, &run, 4);
	else if (fb->pixel_bytes == 3)
		draw_width(fb, &run, 3);
	else
		draw_width(fb, &run, 2);
	if (cells->style & SCREEN_UNDERLINE)
		draw_underline(fb, &run);
	return run.count;
}

static void draw_cells(struct framebuffer *fb, unsigned int row,
		       unsigned int column, const struct screen_cell *cells,
		       unsigned int count)
{
	while (count) {
		const struct ink *ink = ink_of(fb, &fb->text_ink,
					       cells->foreground,
					       background_of(cells));
		const unsigned int drawn = draw_run(
			fb, cell_place(fb, row, column), ink, cells, count);

		column += drawn;
		cells += drawn;
		count -= drawn;
	}
}

/* --- Cursor */

static void show_cursor(struct framebuffer *fb, unsigned int row,
			unsigned int column, const struct screen_cell *cell)
{
	const unsigned int foreground = background_of(cell);
	unsigned int background = cell->foreground;

	if (background == foreground) /* hidden text */
		background ^= SCREEN_WHITE;
	draw_run(fb, cell_place(fb, row, column),
		 ink_of(fb, &fb->cursor_ink, foreground, background), cell, 1);
	fb->under_cursor = *cell;
	fb->cursor_row = row;
	fb->cursor_column = column;
	fb->cursor_shown = true;
}

static void hide_cursor(struct framebuffer *fb)
{
	fb->cursor_shown = false;
	draw_cells(fb, fb->cursor_row, fb->cursor_column, &fb->under_cursor, 1);
}

static bool cursor_within(const struct framebuffer *fb, unsigned int row,
			  unsigned int column, unsigned int count)
{
	return fb->cursor_shown && fb->cursor_row == row &&
	       fb->cursor_column - column < count;
}

/* --- The screen's operations */

static void framebuffer_draw(struct screen *screen, unsigned int row,
			     unsigned int column,
			     const struct screen_cell *cells,
			     unsigned int count)
{
	struct framebuffer *fb = framebuffer_of(screen);

	if (row >= screen->rows || column >= screen->columns)
		return;
	count = min(count, screen->columns - column);
	if (cursor_within(fb, row, column, count))
		fb->cursor_shown = false;
	draw_cells(fb, row, column, cells, count);
}

static void framebuffer_cursor(struct screen *screen, unsigned int row,
			       unsigned int column,
			       const struct screen_cell *cell)
{
	struct framebuffer *fb = framebuffer_of(screen);

	if (cell && cursor_within(fb, row, column, 1))
		return;
	if (fb->cursor_shown)
		hide_cursor(fb);
	if (cell && row < screen->rows && column < screen->columns)
		show_cursor(fb, row, column, cell);
}

static const struct screen_ops framebuffer_ops = {
	.draw = framebuffer_draw,
	.cursor = framebuffer_cursor,
};

static void blacken(const struct framebuffer *fb)
{
	for (u32 y = 0; y < fb->height; y++)
		memset(fb->pixels + (size_t)y * fb->pitch, 0,
		       (size_t)fb->width * fb->pixel_bytes);
}

void framebuffer_start(struct framebuffer *fb,
		       const struct boot_framebuffer *mode, void *pixels,
		       const struct font *font)
{
	*fb = (struct framebuffer){
		.screen.ops = &framebuffer_ops,
		.screen.rows =
			min(mode->height / font->height, (u32)SCREEN_ROWS_MAX),
		.screen.columns =
			min(mode->width / font->width, (u32)SCREEN_COLUMNS_MAX),
		.font = font,
		.pixels = pixels,
		.width = mode->width,
		.height = mode->height,
		.pitch = mode->pitch,
		.pixel_bytes = framebuffer_pixel_bytes(mode),
		.text_ink.colors = NO_COLORS,
		.cursor_ink.colors = NO_COLORS,
	};
	for (unsigned int i = 0; i < SCREEN_COLORS; i++)
		fb->palette[i] = pixel_from_rgb(mode, rgb_of_color[i]);
	blacken(fb);
}
