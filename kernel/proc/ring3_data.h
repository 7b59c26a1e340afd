/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Names and buffers in the data page of a
 * program in ring 3, for tests of system calls: the first half is for what calls
 * read and write, the second for names.
 */
#ifndef PROC_RING3_DATA_H
#define PROC_RING3_DATA_H

#include <exo/string.h>

#include "ring3.h"

#define RING3_NAME	 (RING3_DATA + PAGE_SIZE / 2)
#define RING3_OTHER_NAME (RING3_NAME + 512)
#define RING3_KERNEL	 0xffff800000000000UL /* no program may use it */
#define RING3_NOWHERE	 8UL /* a program's, but nothing is there */

/* The byte of the data page that the program has at @address. */
static inline void *ring3_at(const struct ring3 *ring3, u64 address)
{
	return (u8 *)ring3_data(ring3) + (address - RING3_DATA);
}

/* Put @text at @address, which is returned. */
static inline u64 ring3_text(const struct ring3 *ring3, u64 address,
			     const char *text)
{
	memcpy(ring3_at(ring3, address), text, strlen(text) + 1);
	return address;
}

/* At RING3_NAME. */
static inline u64 ring3_name(const struct ring3 *ring3, const char *text)
{
	return ring3_text(ring3, RING3_NAME, text);
}

#endif
