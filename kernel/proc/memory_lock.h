/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder.
 */
#ifndef PROC_MEMORY_LOCK_H
#define PROC_MEMORY_LOCK_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * May the current process lock @size more bytes (RLIMIT_MEMLOCK)? -EPERM when it
 * may lock none at all, -ENOMEM.
 */
__must_check int memory_lock_check(size_t size);

#endif
