/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. Memory for the grid and for what
 * scrolls off it: a fixed piece before there is a heap, the heap from then on.
 * Without CONFIG_HEAP there is only the fixed piece.
 */
#ifndef TTY_SCREEN_MEMORY_H
#define TTY_SCREEN_MEMORY_H

#include <exo/types.h>

struct screen;

#ifdef CONFIG_HEAP
/*
 * Memory for a terminal of @screen's size with CONFIG_SCROLLBACK_LINES behind
 * it, or with none when that is too much. NULL when memory is short or there
 * is no heap yet.
 */
void *screen_memory_alloc(const struct screen *screen,
			  unsigned int *scrollback);
/* NULL is fine. */
void screen_memory_free(void *memory);

/* From now on there is a heap. */
void screen_memory_use_heap(void);
#else
static inline void *screen_memory_alloc(const struct screen *screen,
					unsigned int *scrollback)
{
	(void)screen;
	(void)scrollback;
	return NULL;
}

static inline void screen_memory_free(void *memory)
{
	(void)memory;
}

static inline void screen_memory_use_heap(void)
{
}
#endif

#endif
