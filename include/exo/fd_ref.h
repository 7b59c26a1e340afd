/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. The file of a descriptor for the time of one system call. While the
 * calling task has its table for itself, nobody can close a file that it is
 * using, and the reference of the table will do.
 *
 *	struct fd_ref ref = fd_ref_get(fd);
 *
 *	if (!ref.file)
 *		return -EBADF;
 *	...
 *	fd_ref_put(ref);
 */
#ifndef EXO_FD_REF_H
#define EXO_FD_REF_H

#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/types.h>

struct fd_ref {
	struct file *file; /* NULL: EBADF */
	struct file *counted; /* the same if it has a reference of its own */
};

/*
 * That of @fd in the table of the calling task, which has one. Until it is put the
 * task neither closes descriptors nor shares the table. Does not sleep.
 */
struct fd_ref fd_ref_get(int fd);

/* The file may be NULL. May sleep. */
static inline void fd_ref_put(struct fd_ref ref)
{
	if (unlikely(ref.counted))
		file_put(ref.counted);
}

#endif
