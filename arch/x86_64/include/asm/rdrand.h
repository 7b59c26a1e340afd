/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. The processor's random number generator (Intel SDM vol. 1,
 * 7.3.17).
 */
#ifndef ASM_RDRAND_H
#define ASM_RDRAND_H

#include <asm/cpu_features.h>
#include <exo/types.h>

enum {
	/* Failing ten times in a row it is broken, says the manual. */
	RDRAND_TRIES = 10,
};

/* A number into *@value. False without RDRAND, or when it gives none. */
static inline bool rdrand(u64 *value)
{
	bool given = false;

	if (!cpu_has(CPU_RDRAND))
		return false;
	for (int i = 0; i < RDRAND_TRIES && !given; i++)
		__asm__ volatile("rdrand %0" : "=r"(*value), "=@ccc"(given));
	return given;
}

#endif
