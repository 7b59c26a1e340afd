// SPDX-License-Identifier: GPL-2.0-only
/*
 * Half a byte at a time: sixteen table entries that can be checked by eye
 * against the polynomial, at about twice the time of the usual 1 KB table.
 */
#include <exo/crc32.h>

/* Entry i: the remainder of i shifted out, polynomial 0xedb88320. */
static const u32 remainders[16] = {
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
	0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
	0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

u32 crc32(u32 crc, const void *data, size_t len)
{
	const u8 *p = data;

	crc = ~crc;
	for (; len; p++, len--) {
		crc ^= *p;
		crc = crc >> 4 ^ remainders[crc & 15];
		crc = crc >> 4 ^ remainders[crc & 15];
	}
	return ~crc;
}
