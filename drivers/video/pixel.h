/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Pixels of two, three or four bytes in memory that is only
 * written: colours as a display wants them, and rows of a glyph's bits turned
 * into pixels, eight bytes at a store where that is possible.
 */
#ifndef DRIVERS_VIDEO_PIXEL_H
#define DRIVERS_VIDEO_PIXEL_H

#include <exo/boot_info.h>
#include <exo/compiler.h>
#include <exo/types.h>
#include <exo/unaligned.h>

/* Four pixels side by side: 8, 12 or 16 bytes of these are stored. */
struct pixel_group {
	u64 first, second;
};

/* A pair of colours, and all that four bits of a glyph can become in it. */
struct ink {
	u32 foreground, background; /* pixels */
	struct pixel_group groups[16]; /* by the bits, the leftmost highest */
};

/* The pixel of 0xRRGGBB where @mode has its colour fields. */
u32 pixel_from_rgb(const struct boot_framebuffer *mode, u32 rgb);

/* Fill in @ink for pixels of @pixel_bytes: 2, 3 or 4. */
void ink_mix(struct ink *ink, unsigned int pixel_bytes, u32 foreground,
	     u32 background);

static __always_inline u8 *put_pixel(u8 *to, u32 pixel,
				     unsigned int pixel_bytes)
{
	if (pixel_bytes == 4) {
		store_u32(to, pixel);
	} else {
		store_u16(to, (u16)pixel);
		if (pixel_bytes == 3)
			to[2] = (u8)(pixel >> 16);
	}
	return to + pixel_bytes;
}

static __always_inline u8 *put_group(u8 *to, const struct pixel_group *group,
				     unsigned int pixel_bytes)
{
	store_u64(to, group->first);
	if (pixel_bytes == 4)
		store_u64(to + 8, group->second);
	else if (pixel_bytes == 3)
		store_u32(to + 8, (u32)group->second);
	return to + 4 * pixel_bytes;
}

/*
 * Put the @width pixels of one row of a glyph to @to and return what is behind
 * them. Nothing else is written. Fast when @pixel_bytes and @width are constant.
 */
static __always_inline u8 *put_glyph_row(u8 *to, const u8 *bits,
					 unsigned int width,
					 const struct ink *ink,
					 unsigned int pixel_bytes)
{
	u8 rest;

	for (; width >= 8; width -= 8) {
		const unsigned int eight = *bits++;

		to = put_group(to, &ink->groups[eight >> 4], pixel_bytes);
		to = put_group(to, &ink->groups[eight & 15], pixel_bytes);
	}
	if (!width)
		return to;
	rest = *bits;
	if (width >= 4) {
		to = put_group(to, &ink->groups[rest >> 4], pixel_bytes);
		rest = (u8)(rest << 4);
		width -= 4;
	}
	for (; width; width--, rest = (u8)(rest << 1))
		to = put_pixel(to,
			       rest & 0x80 ? ink->foreground : ink->background,
			       pixel_bytes);
	return to;
}

#endif
