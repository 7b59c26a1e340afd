/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. <exo/fd_ref.h> for where a call counts, and what it looks at: only that
 * and fs/file_table.c use what stands here.
 */
#ifndef EXO_FD_REF_INLINE_H
#define EXO_FD_REF_INLINE_H

#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/fd_slots.h>
#include <exo/spinlock.h>
#include <exo/task.h>

struct file_table {
	u32 refs; /* atomic */
	struct spinlock lock;
	unsigned int limit; /* guarded by lock, as are the slots */
	unsigned int lowest; /* none below is free */
	struct fd_slots *slots;
};

/* Only who has a reference makes another: what is 1 stays so for its holder. */
static __always_inline bool fd_table_shared(const struct file_table *table)
{
	return __atomic_load_n(&table->refs, __ATOMIC_ACQUIRE) != 1;
}

/* Negative descriptors are huge ones here. NULL when there is no file. */
static __always_inline struct file *fd_slots_file(const struct fd_slots *slots,
						  int fd)
{
	if ((unsigned int)fd >= slots->size)
		return NULL;
	return READ_ONCE(slots->files[fd]);
}

/* file_table.c: others share @table, and may close the descriptor meanwhile. */
struct fd_ref fd_ref_get_counted(struct file_table *table, int fd);

/* fd_ref_get() */
static __always_inline struct fd_ref fd_ref_get_inline(int fd)
{
	struct file_table *table = current->files;

	if (unlikely(fd_table_shared(table)))
		return fd_ref_get_counted(table, fd);
	return (struct fd_ref){.file = fd_slots_file(table->slots, fd)};
}

#endif
