/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Hash functions for tables in memory. Not stable between
 * versions, not for signatures.
 */
#ifndef EXO_HASH_H
#define EXO_HASH_H

#include <exo/types.h>

/*
 * An integer or address to @bits bits, 1 to 32: one multiplication by
 * 2^64 / golden ratio (Knuth, TAOCP vol. 3, 6.4). Its high bits depend on all
 * bits of @value, so they are the ones kept.
 */
static inline u32 hash_64(u64 value, unsigned int bits)
{
	return (u32)((value * 0x9e3779b97f4a7c15UL) >> (64 - bits));
}

/*
 * @len bytes to 32 bits. @seed is a secret where strangers choose the bytes,
 * lest they choose collisions; else any number.
 */
u32 hash_bytes(const void *data, size_t len, u64 seed);

#endif
