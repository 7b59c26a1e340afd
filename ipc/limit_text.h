/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc, private to this folder and those below. Limits that are written to /proc.
 */
#ifndef IPC_LIMIT_TEXT_H
#define IPC_LIMIT_TEXT_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * The next number of the text, which is moved behind it. -ENODATA: there is none;
 * -EINVAL: there is something else.
 */
__must_check int limit_read(const char **bytes, size_t *size, u64 *value);

/* The first number of the text into *@limit. -EINVAL: none from @min to @max. */
__must_check int limit_write(const char *bytes, size_t size, u32 *limit,
			     u32 min, u32 max);

#endif
