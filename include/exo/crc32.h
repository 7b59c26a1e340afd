/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. The CRC of gzip, zip and Ethernet (ISO 3309, polynomial
 * 0x04c11db7, bits reflected).
 */
#ifndef EXO_CRC32_H
#define EXO_CRC32_H

#include <exo/types.h>

/*
 * The CRC of a text in pieces: start with @crc = 0 and give each call the
 * result of the last.
 */
u32 crc32(u32 crc, const void *data, size_t len);

#endif
