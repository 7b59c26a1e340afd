/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to descriptor tables; file_table.c has the picture. The lock
 * of the table is held but for fd_slots_alloc().
 */
#ifndef FS_FD_SLOTS_H
#define FS_FD_SLOTS_H

#include <exo/bitmap.h>
#include <exo/bitmap_tree.h>
#include <exo/compiler.h>
#include <exo/types.h>

struct file;

enum {
	SLOTS_MIN = 64, /* a multiple of the bits of a word */
};

struct fd_slots {
	unsigned int size; /* descriptors; SLOTS_MIN times a power of two */
	struct bitmap_tree free;
	u64 *close_on_exec; /* a bit each */
	struct file *files[]; /* behind it: the two bitmaps */
};

/* @size of them, all free; NULL when memory is short. */
__must_check struct fd_slots *fd_slots_alloc(unsigned int size);

/* The bitmaps and files of @from, which is no larger, into the empty @to. */
void fd_slots_copy(struct fd_slots *to, const struct fd_slots *from);

/* The descriptors of @word that are not free, as bits. */
static inline u64 fd_slots_taken(const struct fd_slots *slots, size_t word)
{
	return ~slots->free.levels[0][word];
}

/*
 * The first descriptor in use from @fd on, of those in @also if that is not
 * NULL; slots->size if there is none.
 */
unsigned int fd_slots_next(const struct fd_slots *slots, unsigned int fd,
			   const u64 *also);

/* How many descriptors a table has that holds all of @slots. */
unsigned int fd_slots_size(const struct fd_slots *slots);

#endif
