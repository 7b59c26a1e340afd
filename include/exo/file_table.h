/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Descriptors: small numbers for open files, shared by the tasks of
 * a process. The lowest free one is always found by a bitmap of summaries,
 * however many are in use.
 *
 * All functions may sleep unless they say otherwise.
 */
#ifndef EXO_FILE_TABLE_H
#define EXO_FILE_TABLE_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;
struct file_table;

enum {
	FILE_TABLE_MAX = 65536, /* descriptors */
	FILE_TABLE_LIMIT = 1024, /* of a new table: RLIMIT_NOFILE */
};

/* An empty table with one reference; NULL when memory is short. */
__must_check struct file_table *file_table_alloc(void);

/*
 * The same descriptors again, as fork() has it. Each is copied as it is at some
 * moment of the call: others may change @from meanwhile. NULL when memory is
 * short.
 */
__must_check struct file_table *file_table_copy(struct file_table *from);

/* One more reference. Any context. The last one dropped closes all. */
void file_table_get(struct file_table *table);
void file_table_put(struct file_table *table);

/* Has anybody else a reference? Any context. */
bool file_table_shared(const struct file_table *table);

/* RLIMIT_NOFILE, up to FILE_TABLE_MAX; what is open above it stays. */
void file_table_set_limit(struct file_table *table, unsigned int limit);

/*
 * Give @file, whose reference the table takes over on success, the lowest free
 * descriptor from @lowest on. @flags: O_CLOEXEC or 0. The descriptor, -EMFILE,
 * -ENOMEM, or -EINVAL for a @lowest that is not 0 and at or above the limit.
 */
int fd_install(struct file_table *table, struct file *file, u32 flags,
	       int lowest);

/*
 * In two steps, for those that must not fail once there is a file: take a
 * descriptor, then fill it or give it back.
 */
int fd_reserve(struct file_table *table, u32 flags, int lowest);
void fd_fill(struct file_table *table, int fd, struct file *file);
void fd_unreserve(struct file_table *table, int fd);

static inline void fd_unreserve_two(struct file_table *table, const int fds[2])
{
	fd_unreserve(table, fds[0]);
	fd_unreserve(table, fds[1]);
}

/* The first step for two descriptors: 0 or a negative errno. */
static inline int fd_reserve_two(struct file_table *table, int fds[2],
				 u32 flags)
{
	fds[0] = fd_reserve(table, flags, 0);
	if (fds[0] < 0)
		return fds[0];
	fds[1] = fd_reserve(table, flags, 0);
	if (fds[1] >= 0)
		return 0;
	fd_unreserve(table, fds[0]);
	return fds[1];
}

/* The file of @fd with a reference; NULL: EBADF. Does not sleep. */
struct file *fd_get(struct file_table *table, int fd);

/*
 * dup3(2): make @to mean what @from does, closing what it meant. @to, -EBADF,
 * -EINVAL when they are the same, -EBUSY when @to is reserved, -ENOMEM.
 */
int fd_duplicate_to(struct file_table *table, int from, int to, u32 flags);

/* 0 or -EBADF. The file is released when this was its last reference. */
int fd_close(struct file_table *table, int fd);

/* close_range(2) for [@first, @last]. */
void fd_close_range(struct file_table *table, unsigned int first,
		    unsigned int last);

/* Close what has FD_CLOEXEC set: exec. */
void fd_close_on_exec(struct file_table *table);

/* FD_CLOEXEC or 0; -EBADF. */
int fd_get_flags(struct file_table *table, int fd);
int fd_set_flags(struct file_table *table, int fd, u32 flags);

/* For how many descriptors it has memory now. */
unsigned int file_table_size(struct file_table *table);

/* The first descriptor in use at or after @fd; -1 past the last. */
int fd_next(struct file_table *table, int fd);

#endif
