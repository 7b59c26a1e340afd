/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Between the parts of KASAN.
 */
#ifndef MM_KASAN_INTERNAL_H
#define MM_KASAN_INTERNAL_H

#include <exo/types.h>

/* Report it when @size bytes at @address must not be touched. */
void kasan_check(const void *address, size_t size, bool write,
		 unsigned long caller);

#endif
