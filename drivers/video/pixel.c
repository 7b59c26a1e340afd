// SPDX-License-Identifier: GPL-2.0-only
#include "pixel.h"

/* The eight bits of @level, scaled to those of the field. */
static u32 field_value(struct boot_color_field field, u8 level)
{
	const u64 most = (1ULL << field.size) - 1;

	return (u32)((level * most + 127) / 255 << field.position);
}

u32 pixel_from_rgb(const struct boot_framebuffer *mode, u32 rgb)
{
	return field_value(mode->red, (u8)(rgb >> 16)) |
	       field_value(mode->green, (u8)(rgb >> 8)) |
	       field_value(mode->blue, (u8)rgb);
}

void ink_mix(struct ink *ink, unsigned int pixel_bytes, u32 foreground,
	     u32 background)
{
	ink->foreground = foreground;
	ink->background = background;
	for (unsigned int bits = 0; bits < ARRAY_SIZE(ink->groups); bits++) {
		struct pixel_group *group = &ink->groups[bits];
		u8 *to = (u8 *)group;

		for (unsigned int mask = 8; mask; mask >>= 1)
			to = put_pixel(to,
				       bits & mask ? foreground : background,
				       pixel_bytes);
	}
}
