/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. A program that runs is not written to, and what
 * is open for writing is not run: one counter of each inode, inode->writers, above
 * zero for the one and below for the other.
 */
#ifndef FS_WRITERS_H
#define FS_WRITERS_H

#include <exo/compiler.h>
#include <exo/inode.h>
#include <exo/types.h>

/* Move the counter by @step, 1 or -1, unless it is on the other side of zero. */
static inline bool inode_count_writer(struct inode *inode, s32 step)
{
	s32 old = __atomic_load_n(&inode->writers, __ATOMIC_RELAXED);

	do {
		if (unlikely(step > 0 ? old < 0 : old > 0))
			return false;
	} while (!__atomic_compare_exchange_n(&inode->writers, &old, old + step,
					      true, __ATOMIC_ACQ_REL,
					      __ATOMIC_RELAXED));
	return true;
}

/* A file of @inode is open for writing. False: it must not, -ETXTBSY. */
static inline __must_check bool inode_get_writer(struct inode *inode)
{
	return inode_count_writer(inode, 1);
}

static inline void inode_put_writer(struct inode *inode)
{
	__atomic_fetch_sub(&inode->writers, 1, __ATOMIC_ACQ_REL);
}

/* Nobody writes to @inode from here on. False: somebody does, -ETXTBSY. */
static inline __must_check bool inode_forbid_writing(struct inode *inode)
{
	return inode_count_writer(inode, -1);
}

static inline void inode_allow_writing(struct inode *inode)
{
	__atomic_fetch_add(&inode->writers, 1, __ATOMIC_ACQ_REL);
}

#endif
