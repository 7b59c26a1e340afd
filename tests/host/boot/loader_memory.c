// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <exo/printk.h>
#include <exo/string.h>

#include "../../../arch/x86_64/boot/boot.h"
#include "loader_memory.h"

static struct block {
	paddr_t start;
	size_t size;
	u8 *allocated;
	u8 *bytes;
} blocks[64];
static unsigned int nr_blocks;

static char log_buffer[4096];
static size_t log_len;

void memory_clear(void)
{
	while (nr_blocks)
		free(blocks[--nr_blocks].allocated);
	log_len = 0;
	log_buffer[0] = '\0';
}

void memory_put(paddr_t phys, const void *bytes, size_t size)
{
	struct block *block = &blocks[nr_blocks++];
	const size_t skew = phys % 16;

	if (nr_blocks > ARRAY_SIZE(blocks))
		abort();
	block->start = phys;
	block->size = size;
	block->allocated = malloc(skew + size);
	block->bytes = block->allocated + skew;
	memcpy(block->bytes, bytes, size);
}

const void *boot_memory(paddr_t phys, u64 size)
{
	for (unsigned int i = 0; i < nr_blocks; i++) {
		const struct block *block = &blocks[i];
		u64 offset = phys - block->start;

		if (offset < block->size && size <= block->size - offset)
			return block->bytes + offset;
	}
	return NULL;
}

const char *log_text(void)
{
	return log_buffer;
}

/* In place of the runner's, which prints. */
void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	int len = vsnprintf(log_buffer + log_len, sizeof(log_buffer) - log_len,
			    fmt, ap);

	(void)level;
	log_len = min(log_len + len, sizeof(log_buffer) - 1);
}
