/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. A screen of text in a framebuffer, a picture in memory that
 * the display shows. It is never read, which would be slow.
 */
#ifndef DRIVERS_VIDEO_FRAMEBUFFER_H
#define DRIVERS_VIDEO_FRAMEBUFFER_H

#include <exo/boot_info.h>
#include <exo/screen.h>

#include "font.h"
#include "pixel.h"

enum {
	SCREEN_COLORS = 16,
};

/* An ink as the colours of the text that it was mixed for. */
struct text_ink {
	struct ink ink;
	int colors; /* foreground << 4 | background; negative: none yet */
};

struct framebuffer {
	struct screen screen;
	const struct font *font;
	u8 *pixels; /* of the top left corner */
	u32 width, height; /* pixels */
	u32 pitch; /* bytes from one line to the next */
	unsigned int pixel_bytes; /* 2, 3 or 4 */
	u32 palette[SCREEN_COLORS]; /* pixels, by enum screen_color */
	struct text_ink text_ink, cursor_ink; /* the last ones used */

	struct screen_cell under_cursor;
	unsigned int cursor_row, cursor_column;
	bool cursor_shown;
};

/*
 * Why no text of @font can be shown in @mode, for a message; NULL if it can.
 */
const char *framebuffer_defect(const struct boot_framebuffer *mode,
			       const struct font *font);

/* Bytes of one pixel. */
static inline unsigned int
framebuffer_pixel_bytes(const struct boot_framebuffer *mode)
{
	return DIV_ROUND_UP(mode->bits_per_pixel, 8U);
}

/* The bytes from the first pixel to behind the last line. */
static inline size_t framebuffer_bytes(const struct boot_framebuffer *mode)
{
	return (size_t)mode->pitch * mode->height;
}

/*
 * Prepare @fb for @mode, which has no defect and is mapped at @pixels, and make
 * the whole picture black. What does not fill a cell, right and below, remains
 * so.
 */
void framebuffer_start(struct framebuffer *fb,
		       const struct boot_framebuffer *mode, void *pixels,
		       const struct font *font);

#endif
