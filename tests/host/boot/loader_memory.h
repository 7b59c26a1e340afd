/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The physical memory that parsers of boot data see in host tests: blocks of
 * their exact size, so that ASan catches a read of one byte too many, as
 * misaligned as their addresses, and a log that keeps what the parsers said.
 */
#ifndef LOADER_MEMORY_H
#define LOADER_MEMORY_H

#include <exo/types.h>

/* Forget every block and the log. */
void memory_clear(void);

/* A copy of @size bytes at @phys. Blocks do not touch each other. */
void memory_put(paddr_t phys, const void *bytes, size_t size);

/* Everything logged since memory_clear(). */
const char *log_text(void);

#endif
