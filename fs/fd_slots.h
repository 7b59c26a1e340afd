/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the descriptor tables. What a table has, in one block:
 *
 *	size 64 | free 00011... | on exec ... | files f f f - -
 *
 * A descriptor is free (its bit in the free tree is set), reserved (not free, no
 * file) or in use. The table's lock guards all of it.
 */
#ifndef FS_FD_SLOTS_H
#define FS_FD_SLOTS_H

#include <exo/bitmap.h>
#include <exo/bitmap_tree.h>
#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/fcntl.h>

struct file;

enum {
	FD_SLOTS_MIN = 64, /* a multiple of the bits of a word */
};

struct fd_slots {
	unsigned int size; /* descriptors; FD_SLOTS_MIN times a power of two */
	struct bitmap_tree free;
	u64 *close_on_exec; /* a bit each */
	struct file *files[]; /* behind it: the two bitmaps */
};

/* @size free descriptors; NULL when memory is short. For kfree(). */
__must_check struct fd_slots *fd_slots_alloc(unsigned int size);

/* All of @from, which is no larger, into the empty @to. */
void fd_slots_copy(struct fd_slots *to, const struct fd_slots *from);

/*
 * Copy the descriptors of one word, with references. What is reserved has no
 * file yet: in the copy it is free.
 */
void fd_slots_copy_word(struct fd_slots *to, const struct fd_slots *from,
			size_t word);

/*
 * The first descriptor in use from @fd on, of those in @also if that is not
 * NULL; slots->size if there is none.
 */
unsigned int fd_slots_next_in_use(const struct fd_slots *slots, unsigned int fd,
				  const u64 *also);

/* Call @visit for each file, ascending. */
void fd_slots_for_each_file(struct fd_slots *slots,
			    void (*visit)(struct file *file, void *arg),
			    void *arg);

/* The size of slots that hold all that is taken of @slots. */
unsigned int fd_slots_size_for(const struct fd_slots *slots);

/* Remember whether @flags (O_CLOEXEC) want @fd closed on exec. */
static inline void fd_slots_set_close_on_exec(struct fd_slots *slots,
					      unsigned int fd, u32 flags)
{
	if (flags & O_CLOEXEC)
		bitmap_set(slots->close_on_exec, fd);
	else
		bitmap_clear(slots->close_on_exec, fd);
}

#endif
