/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spoiling bytes in ways that the same seed repeats.
 */
#ifndef MUTATION_H
#define MUTATION_H

#include <exo/types.h>

/* The next number of a generator; @state must not be 0. */
u64 random_next(u64 *state);

/* How many ways spoil_byte() knows. */
enum {
	BYTE_SPOILERS = 8
};

/* @byte spoilt in way @way; always another value. */
u8 spoil_byte(u8 byte, unsigned int way);

/* Spoil 1 to 8 places of @bytes: a byte, or a word with a value that hurts. */
void spoil_randomly(u8 *bytes, size_t size, u64 *state);

#endif
