/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. For the descriptor tables only. What one has, in one block:
 *
 *	size 64 | free 00011... | on exec ... | files f f f - -
 *
 * A descriptor is free (its bit in the free tree is set), reserved (not free, no
 * file) or in use. The table's lock guards all of it.
 */
#ifndef EXO_FD_SLOTS_H
#define EXO_FD_SLOTS_H

#include <exo/bitmap.h>
#include <exo/bitmap_tree.h>
#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/fcntl.h>

struct file;

enum {
	FD_SLOTS_MIN = 64, /* a multiple of the bits of a word */
	FD_SLOTS_WASTE = 4, /* times what is in use: too large */
};

struct fd_slots {
	unsigned int size; /* descriptors; FD_SLOTS_MIN times a power of two */
	struct bitmap_tree free;
	u64 *close_on_exec; /* a bit each */
	struct file *files[]; /* behind it: the two bitmaps */
};

/* @size free descriptors; NULL when memory is short. For kfree(). */
__must_check struct fd_slots *fd_slots_alloc(unsigned int size);

/* All that is taken in @from, for which it has room, into the empty @to. */
void fd_slots_copy(struct fd_slots *to, const struct fd_slots *from);

/* The descriptors of @word that are not free, as bits. */
static inline u64 fd_slots_taken(const struct fd_slots *slots, size_t word)
{
	return ~slots->free.levels[0][word];
}

/*
 * Copy the descriptors of one word, of which @to has none, with references. What is reserved has no
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
