/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Random numbers nobody can guess: a generator built on ChaCha20
 * that is seeded by the processor's RDRAND or, without that, by the jitter of
 * timer interrupts, and seeded again every minute.
 *
 * With CONFIG_RANDOM=n there is none of this: who uses it depends on it.
 */
#ifndef EXO_RANDOM_H
#define EXO_RANDOM_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * Fill @buffer. Never waits; before random_ready() the numbers may be guessed.
 * Any context but NMI.
 */
void random_bytes(void *buffer, size_t size);

static inline u64 random_u64(void)
{
	u64 number;

	random_bytes(&number, sizeof(number));
	return number;
}

/* Has the generator been given enough to be unguessable? Any context. */
bool random_ready(void);

/* Wait until it has. 0, or -EINTR for a signal. May sleep. */
__must_check int random_wait_ready(void);

/*
 * Have what follows depend on @size bytes at @data, too. It is not believed that
 * they are unknown to anybody. Any context but NMI.
 */
void random_mix(const void *data, size_t size);

/*
 * Call @hook once it is ready, interrupts off, if it is not yet. One at most is
 * kept.
 */
void random_set_ready_hook(void (*hook)(void));

#endif
