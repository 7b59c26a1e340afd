/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. RLIMIT_FSIZE (getrlimit(2)): how long a program
 * may make regular files. Kernel threads have no limit.
 */
#ifndef FS_SIZE_LIMIT_H
#define FS_SIZE_LIMIT_H

#include <exo/compiler.h>
#include <exo/process.h>
#include <uapi/errno.h>

/* Bytes, RLIM_INFINITY if there is none. */
static inline u64 file_size_limit(void)
{
	const struct process *process = current_process;

	if (!IS_ENABLED(CONFIG_PROCESS) || !process)
		return RLIM_INFINITY;
	return process->limits[RLIMIT_FSIZE].rlim_cur;
}

/* The program wants more: it gets SIGXFSZ, and -EFBIG. */
static inline int file_size_exceeded(void)
{
	if (IS_ENABLED(CONFIG_PROCESS))
		signal_raise(SIGXFSZ);
	return -EFBIG;
}

#endif
