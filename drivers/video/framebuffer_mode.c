// SPDX-License-Identifier: GPL-2.0-only
/* What a loader says of a framebuffer, checked before anybody draws. */
#include "framebuffer.h"

enum {
	SIZE_MAX_BYTES = 256 << 20, /* 8192 x 8192 pixels of 32 bits */
};

static bool depth_known(unsigned int bits)
{
	return bits == 15 || bits == 16 || bits == 24 || bits == 32;
}

static bool field_fits(struct boot_color_field field, unsigned int bits)
{
	return field.size && field.position + field.size <= bits;
}

const char *framebuffer_defect(const struct boot_framebuffer *mode,
			       const struct font *font)
{
	if (!depth_known(mode->bits_per_pixel))
		return "pixels are not of 15, 16, 24 or 32 bits";
	if (!field_fits(mode->red, mode->bits_per_pixel) ||
	    !field_fits(mode->green, mode->bits_per_pixel) ||
	    !field_fits(mode->blue, mode->bits_per_pixel))
		return "a colour lies outside the pixel";
	if (mode->width < font->width || mode->height < font->height)
		return "it is smaller than a character";
	if (mode->pitch < (u64)mode->width * framebuffer_pixel_bytes(mode))
		return "lines overlap";
	if ((u64)mode->pitch * mode->height > SIZE_MAX_BYTES)
		return "it is larger than 256 MB";
	if (mode->address + framebuffer_bytes(mode) < mode->address)
		return "it wraps around";
	return NULL;
}
