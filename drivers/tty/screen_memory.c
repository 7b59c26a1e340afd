// SPDX-License-Identifier: GPL-2.0-only
/*
 * A terminal's memory from the heap.
 */
#include <exo/kmalloc.h>

#include "screen_memory.h"
#include "terminal.h"

static bool have_heap;

void screen_memory_use_heap(void)
{
	have_heap = true;
}

void *screen_memory_alloc(const struct screen *screen, unsigned int *scrollback)
{
	void *memory;

	if (!have_heap)
		return NULL;
	*scrollback = CONFIG_SCROLLBACK_LINES;
	memory = kmalloc(terminal_size(screen, *scrollback));
	if (memory)
		return memory;
	*scrollback = 0;
	return kmalloc(terminal_size(screen, 0));
}

void screen_memory_free(void *memory)
{
	kfree(memory);
}
