/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. What programs are given of chance. Without
 * CONFIG_RANDOM they are given none: all zeros.
 */
#ifndef PROC_EXEC_RANDOM_H
#define PROC_EXEC_RANDOM_H

#include <exo/random.h>
#include <exo/string.h>

static inline void exec_random_bytes(void *buffer, size_t size)
{
#ifdef CONFIG_RANDOM
	random_bytes(buffer, size);
#else
	memset(buffer, 0, size);
#endif
}

#endif
