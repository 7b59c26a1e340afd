// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptor tables. What a table has is one block, <exo/fd_slots.h>, which is
 * replaced by one of twice the size when a descriptor beyond its end is wanted, and
 * by a small one at a fork when little of it is in use. Changes are made under the
 * lock, held for a scan of the bitmap at most: 1024 words.
 *
 * fd_get() reads under RCU: the block stays meanwhile, and a file that it finds has a
 * reference, as who takes one out drops it afterwards. (With more CPUs it has to take it
 * only if there still is one, and to look again whether the slot holds the same file.)
 */
#include <exo/compiler.h>
#include <exo/fd_ref_inline.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/file_table.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/rcu.h>
#include <exo/spinlock.h>
#include <exo/task.h>
#include <uapi/errno.h>

/* The lock is held. Returns the slots that there were: for rcu_kfree(). */
static struct fd_slots *replace_slots(struct file_table *table,
				      struct fd_slots *new)
{
	struct fd_slots *old = table->slots;

	assert_locked(&table->lock);
	fd_slots_copy(new, old);
	__atomic_store_n(&table->slots, new, __ATOMIC_RELEASE);
	return old;
}

/* Make room for @fd, which is below FILE_TABLE_MAX. The lock is not held. */
static int grow(struct file_table *table, unsigned int fd)
{
	unsigned int size = FD_SLOTS_MIN;
	struct fd_slots *new, *unused;

	while (size <= fd)
		size *= 2;
	new = fd_slots_alloc(size);
	if (!new)
		return -ENOMEM;
	spin_lock(&table->lock);
	unused = new;
	if (table->slots->size < size) /* or somebody was faster */
		unused = replace_slots(table, new);
	spin_unlock(&table->lock);
	rcu_kfree(unused);
	return 0;
}

/* If memory is there and nobody takes what goes. The lock is not held. */
static void shrink(struct file_table *table, unsigned int size)
{
	struct fd_slots *new = fd_slots_alloc(size), *unused = new;

	if (!new)
		return;
	spin_lock(&table->lock);
	if (size < table->slots->size &&
	    fd_slots_size_for(table->slots) <= size)
		unused = replace_slots(table, new);
	spin_unlock(&table->lock);
	rcu_kfree(unused);
}

static struct file_table *table_alloc(unsigned int size)
{
	struct file_table *table = kmalloc(sizeof(*table));

	if (!table)
		return NULL;
	table->slots = fd_slots_alloc(size);
	if (!table->slots) {
		kfree(table);
		return NULL;
	}
	table->refs = 1;
	table->limit = FILE_TABLE_LIMIT;
	table->lowest = 0;
	spin_init(&table->lock, "file table");
	return table;
}

struct file_table *file_table_alloc(void)
{
	return table_alloc(FD_SLOTS_MIN);
}

/*
 * The size that what is taken has room in. Slots that once held many more are
 * replaced, or each fork would look through them.
 */
static unsigned int fitting_size(struct file_table *table)
{
	unsigned int size, present;

	spin_lock(&table->lock);
	size = fd_slots_size_for(table->slots);
	present = table->slots->size;
	spin_unlock(&table->lock);
	if (size <= present / FD_SLOTS_WASTE)
		shrink(table, size);
	return size;
}

/* Word by word, letting others in between. */
struct file_table *file_table_copy(struct file_table *from)
{
	struct file_table *copy = table_alloc(fitting_size(from));

	if (!copy)
		return NULL;
	for (size_t word = 0; word < copy->slots->size / BITS_PER_WORD;
	     word++) {
		spin_lock(&from->lock);
		copy->limit = from->limit;
		if (word < from->slots->size / BITS_PER_WORD)
			fd_slots_copy_word(copy->slots, from->slots, word);
		spin_unlock(&from->lock);
	}
	return copy;
}

void file_table_get(struct file_table *table)
{
	__atomic_fetch_add(&table->refs, 1, __ATOMIC_RELAXED);
}

bool file_table_shared(const struct file_table *table)
{
	return fd_table_shared(table);
}

void file_table_set_limit(struct file_table *table, unsigned int limit)
{
	spin_lock(&table->lock);
	table->limit = min(limit, (unsigned int)FILE_TABLE_MAX);
	spin_unlock(&table->lock);
}

/* The lowest free descriptor from @from on, or the size of the slots. */
static unsigned int find_free(const struct file_table *table, unsigned int from)
{
	from = max(from, table->lowest);
	return max((unsigned int)bitmap_tree_next_set(&table->slots->free,
						      from),
		   from);
}

/* @fd is free again. The lock is held. */
static inline void note_free(struct file_table *table, unsigned int fd)
{
	bitmap_tree_set(&table->slots->free, fd);
	table->lowest = min(table->lowest, fd);
}

/* @fd, the lowest that is free from @lowest on, is so no longer. */
static inline void note_taken(struct file_table *table, unsigned int fd,
			      u32 flags, unsigned int lowest)
{
	struct fd_slots *slots = table->slots;

	fd_slots_set_close_on_exec(slots, fd, flags);
	if (lowest <= table->lowest)
		table->lowest = fd + 1;
	bitmap_tree_clear(&slots->free, fd);
}

/*
 * Take the lowest free descriptor from @lowest on; or, with -ENOSPC, say in
 * *@fd which one there is no room for.
 */
static int take_free(struct file_table *table, u32 flags, unsigned int lowest,
		     unsigned int *fd)
{
	assert_locked(&table->lock);
	if (lowest && lowest >= table->limit)
		return -EINVAL;
	*fd = find_free(table, lowest);
	if (*fd >= table->limit)
		return -EMFILE;
	if (*fd >= table->slots->size)
		return -ENOSPC;
	note_taken(table, *fd, flags, lowest);
	return 0;
}

/* fd_reserve() where the first descriptor tried will not do. */
static __noinline int reserve_searching(struct file_table *table, u32 flags,
					int lowest)
{
	unsigned int fd;
	int err;

	do {
		if (lowest < 0)
			return -EINVAL;
		spin_lock(&table->lock);
		err = take_free(table, flags, (unsigned int)lowest, &fd);
		spin_unlock(&table->lock);
		if (!err)
			return (int)fd;
		if (err == -ENOSPC)
			err = grow(table, fd);
	} while (!err);
	return err;
}

/* Mostly it is the next after the last given, or the last closed. */
int fd_reserve(struct file_table *table, u32 flags, int lowest)
{
	const struct fd_slots *slots;
	unsigned int fd;
	bool taken;

	spin_lock(&table->lock);
	slots = table->slots;
	fd = max((unsigned int)lowest, table->lowest);
	taken = fd < min(slots->size, table->limit) &&
		bitmap_tree_test(&slots->free, fd);
	if (likely(taken))
		note_taken(table, fd, flags, (unsigned int)lowest);
	spin_unlock(&table->lock);
	return likely(taken) ? (int)fd
			     : reserve_searching(table, flags, lowest);
}

void fd_fill(struct file_table *table, int fd, struct file *file)
{
	spin_lock(&table->lock);
	ASSERT(!table->slots->files[fd]);
	__atomic_store_n(&table->slots->files[fd], file, __ATOMIC_RELEASE);
	spin_unlock(&table->lock);
}

void fd_unreserve(struct file_table *table, int fd)
{
	spin_lock(&table->lock);
	ASSERT(!table->slots->files[fd]);
	note_free(table, (unsigned int)fd);
	spin_unlock(&table->lock);
}

int fd_install(struct file_table *table, struct file *file, u32 flags,
	       int lowest)
{
	int fd = fd_reserve(table, flags, lowest);

	if (fd >= 0)
		fd_fill(table, fd, file);
	return fd;
}

struct file *fd_get(struct file_table *table, int fd)
{
	struct file *file;

	rcu_read_lock();
	file = fd_slots_file(rcu_dereference(table->slots), fd);
	if (file)
		file_get(file);
	rcu_read_unlock();
	return file;
}

struct fd_ref fd_ref_get_counted(struct file_table *table, int fd)
{
	struct file *file = fd_get(table, fd);

	return (struct fd_ref){.file = file, .counted = file};
}

struct fd_ref fd_ref_get(int fd)
{
	return fd_ref_get_inline(fd);
}

static int check_target(const struct file_table *table, int from, int to)
{
	if (from == to)
		return -EINVAL;
	return (unsigned int)to >= table->limit ? -EBADF : 0;
}

/* Under the lock. What @to meant goes to *@old. */
static int duplicate_locked(struct file_table *table, int from, int to,
			    u32 flags, struct file **old)
{
	struct fd_slots *slots = table->slots;
	struct file *file = fd_slots_file(slots, from);

	if (!file)
		return -EBADF;
	if ((unsigned int)to >= slots->size)
		return -ENOSPC;
	*old = slots->files[to];
	if (!*old && !bitmap_tree_test(&slots->free, (size_t)to))
		return -EBUSY; /* as Linux: open() is about to fill it */
	file_get(file);
	bitmap_tree_clear(&slots->free, (size_t)to);
	fd_slots_set_close_on_exec(slots, (unsigned int)to, flags);
	slots->files[to] = file;
	return to;
}

/* What a descriptor of @table led to: POSIX locks of the process go with it. */
static inline void close_file(struct file_table *table, struct file *file)
{
	if (likely(file->inode))
		file_locks_drop(file, table);
	else if (unlikely(file->ops->closed))
		file->ops->closed(file);
	file_put(file);
}

/* Nobody else has @table, or a descriptor of it reserved: it needs no lock. */
static void close_every(struct file_table *table)
{
	const struct fd_slots *slots = table->slots;

	for (size_t word = 0; word < slots->size / BITS_PER_WORD; word++) {
		struct file *const *files = &slots->files[word * BITS_PER_WORD];

		for (u64 taken = fd_slots_taken(slots, word); taken;
		     taken &= taken - 1)
			close_file(table, files[__builtin_ctzl(taken)]);
	}
}

void file_table_put(struct file_table *table)
{
	if (__atomic_sub_fetch(&table->refs, 1, __ATOMIC_ACQ_REL))
		return;
	close_every(table);
	kfree(table->slots);
	kfree(table);
}

int fd_duplicate_to(struct file_table *table, int from, int to, u32 flags)
{
	struct file *old = NULL;
	int result;

	do {
		spin_lock(&table->lock);
		result = check_target(table, from, to);
		if (!result)
			result = duplicate_locked(table, from, to, flags, &old);
		spin_unlock(&table->lock);
		if (result != -ENOSPC)
			break;
		result = grow(table, (unsigned int)to);
	} while (!result);
	if (old)
		close_file(table, old);
	return result;
}

/* Under the lock: @fd, which is in use, is free again. */
static struct file *take_out(struct file_table *table, unsigned int fd)
{
	struct file *file = table->slots->files[fd];

	table->slots->files[fd] = NULL;
	note_free(table, fd);
	return file;
}

int fd_close(struct file_table *table, int fd)
{
	struct file *file;

	spin_lock(&table->lock);
	file = fd_slots_file(table->slots, fd);
	if (file)
		take_out(table, (unsigned int)fd);
	spin_unlock(&table->lock);
	if (!file)
		return -EBADF;
	close_file(table, file);
	return 0;
}

/* The first file in [*@fd, @last], taken out; NULL when there is none. */
static struct file *take_next(struct file_table *table, unsigned int *fd,
			      unsigned int last, bool on_exec)
{
	struct file *file = NULL;
	struct fd_slots *slots;
	unsigned int next;

	spin_lock(&table->lock);
	slots = table->slots;
	next = fd_slots_next_in_use(slots, *fd,
				    on_exec ? slots->close_on_exec : NULL);
	if (next < slots->size && next <= last)
		file = take_out(table, next);
	spin_unlock(&table->lock);
	*fd = next + 1;
	return file;
}

static void close_all(struct file_table *table, unsigned int first,
		      unsigned int last, bool on_exec)
{
	struct file *file;

	while ((file = take_next(table, &first, last, on_exec)))
		close_file(table, file);
}

void fd_close_range(struct file_table *table, unsigned int first,
		    unsigned int last)
{
	close_all(table, first, last, false);
}

void fd_close_on_exec(struct file_table *table)
{
	close_all(table, 0, FILE_TABLE_MAX - 1, true);
}

int fd_get_flags(struct file_table *table, int fd)
{
	int flags = -EBADF;

	spin_lock(&table->lock);
	if (fd_slots_file(table->slots, fd))
		flags = bitmap_test(table->slots->close_on_exec, (size_t)fd)
				? FD_CLOEXEC
				: 0;
	spin_unlock(&table->lock);
	return flags;
}

int fd_set_flags(struct file_table *table, int fd, u32 flags)
{
	int err = -EBADF;

	spin_lock(&table->lock);
	if (fd_slots_file(table->slots, fd)) {
		fd_slots_set_close_on_exec(table->slots, (unsigned int)fd,
					   flags & FD_CLOEXEC ? O_CLOEXEC : 0);
		err = 0;
	}
	spin_unlock(&table->lock);
	return err;
}

unsigned int file_table_size(struct file_table *table)
{
	unsigned int size;

	spin_lock(&table->lock);
	size = table->slots->size;
	spin_unlock(&table->lock);
	return size;
}

int fd_next(struct file_table *table, int fd)
{
	unsigned int next, size;

	spin_lock(&table->lock);
	size = table->slots->size;
	next = fd_slots_next_in_use(table->slots, (unsigned int)max(fd, 0),
				    NULL);
	spin_unlock(&table->lock);
	return next < size ? (int)next : -1;
}
