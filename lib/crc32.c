// SPDX-License-Identifier: GPL-2.0-only
/*
 * A byte at a time, by a table of what each byte leaves when it is shifted out. The
 * table is made when it is first needed; who finds it half made makes it too.
 */
#include <exo/compiler.h>
#include <exo/crc32.h>

#define POLYNOMIAL 0xedb88320U /* lowest bit first */

static u32 remainders[256]; /* the last one is not 0, and is made last */

static u32 remainder_of(u32 byte)
{
	for (unsigned int bit = 0; bit < 8; bit++)
		byte = byte >> 1 ^ (byte & 1 ? POLYNOMIAL : 0);
	return byte;
}

static __noinline void make_table(void)
{
	for (u32 byte = 0; byte < ARRAY_SIZE(remainders); byte++)
		WRITE_ONCE(remainders[byte], remainder_of(byte));
}

u32 crc32(u32 crc, const void *data, size_t len)
{
	const u8 *p = data;

	if (unlikely(!READ_ONCE(remainders[255])))
		make_table();
	crc = ~crc;
	for (; len; p++, len--)
		crc = crc >> 8 ^ remainders[(u8)(crc ^ *p)];
	return ~crc;
}
