// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks of wide and of combining characters (Unicode 15, EastAsianWidth.txt
 * and general categories Mn, Me and Cf), in ascending order. Rare scripts and
 * single symbols are left out: they count as one cell.
 */
#include <exo/compiler.h>

#include "character_width.h"

struct block {
	u32 first, last;
	unsigned int width;
};

static const struct block blocks[] = {
	{0x0300, 0x036f, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0},
	{0x0610, 0x061a, 0},   {0x064b, 0x065f, 0},   {0x0e34, 0x0e3a, 0},
	{0x0e47, 0x0e4e, 0},   {0x1100, 0x115f, 2},   {0x1160, 0x11ff, 0},
	{0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},   {0x200b, 0x200f, 0},
	{0x202a, 0x202e, 0},   {0x2060, 0x2064, 0},   {0x20d0, 0x20f0, 0},
	{0x231a, 0x231b, 2},   {0x2329, 0x232a, 2},   {0x2e80, 0x303e, 2},
	{0x3041, 0x3096, 2},   {0x3099, 0x309a, 0},   {0x309b, 0xa4cf, 2},
	{0xa960, 0xa97c, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},
	{0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6b, 2},
	{0xfeff, 0xfeff, 0},   {0xff01, 0xff60, 2},   {0xffe0, 0xffe6, 2},
	{0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2}, {0x1f900, 0x1f9ff, 2},
	{0x20000, 0x3fffd, 2},
};

unsigned int character_width(u32 character)
{
	size_t low = 0, high = ARRAY_SIZE(blocks);

	if (character < blocks[0].first)
		return 1;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (character > blocks[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == ARRAY_SIZE(blocks) || character < blocks[low].first)
		return 1;
	return blocks[low].width;
}
