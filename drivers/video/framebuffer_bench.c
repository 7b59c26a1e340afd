// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drawing into ordinary memory: what the processor executes. On a display
 * adapter its memory sets the pace.
 */
#include <exo/bench.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

#include "framebuffer.h"

enum {
	WIDTH = 1024, /* pixels */
	HEIGHT = 768,
	COLUMNS_MAX = WIDTH / 4,
};

static struct framebuffer fb;
static void *pixels;
static struct screen_cell line[COLUMNS_MAX];

static int start(unsigned long bits)
{
	const struct boot_framebuffer mode = {
		.width = WIDTH,
		.height = HEIGHT,
		.pitch = WIDTH * bits / 8,
		.bits_per_pixel = (u8)bits,
		.red = {16, 8},
		.green = {8, 8},
		.blue = {0, 8},
	};

	pixels = kmalloc(framebuffer_bytes(&mode));
	if (!pixels)
		return -ENOMEM;
	framebuffer_start(&fb, &mode, pixels, &console_font);
	for (unsigned int i = 0; i < COLUMNS_MAX; i++)
		line[i] = (struct screen_cell){
			.character = (u16)('!' + i % 94),
			.foreground = SCREEN_WHITE,
		};
	return 0;
}

static void stop(void)
{
	kfree(pixels);
}

BENCH(framebuffer, cell, BENCH_SIZES(24, 32), .batch = 16, .setup = start,
      .teardown = stop)
{
	fb.screen.ops->draw(&fb.screen, 1, 1, line, 1);
}

BENCH(framebuffer, screenful, BENCH_SIZES(24, 32), .setup = start,
      .teardown = stop)
{
	for (unsigned int row = 0; row < fb.screen.rows; row++)
		fb.screen.ops->draw(&fb.screen, row, 0, line,
				    fb.screen.columns);
}

/* As when a character is typed: its cell, the cursor's, the one it left. */
BENCH(framebuffer, cursor_step, BENCH_SIZES(24, 32), .batch = 16,
      .setup = start, .teardown = stop)
{
	static unsigned int column;

	column = (column + 1) % (fb.screen.columns - 1);
	fb.screen.ops->draw(&fb.screen, 1, column, line, 1);
	fb.screen.ops->cursor(&fb.screen, 1, column + 1, line);
}
