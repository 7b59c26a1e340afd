// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptor tables. All of a table's arrays are one block, replaced by one of
 * twice the size when a descriptor beyond its end is wanted:
 *
 *	table -> slots: size 64 | free 00011... | on exec ... | files f f f - -
 *
 * A descriptor is free (its bit in the free tree is set), reserved (not free,
 * no file) or in use. Changes are made under the lock, which is held for the
 * time of a scan of the bitmap at most: 65,536 bits are 1024 words.
 *
 * fd_get() takes no lock but reads under RCU: the block it looks at stays
 * meanwhile, and a file that it finds in it has a reference, as whoever takes one
 * out drops it afterwards. (With more CPUs it has to take that reference only if
 * there still is one, and to look again whether the slot holds the same file.)
 */
#include <exo/bitmap.h>
#include <exo/bitmap_tree.h>
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/file_table.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/rcu.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	SLOTS_MIN = 64, /* a multiple of the bits of a word */
};

struct fd_slots {
	unsigned int size; /* descriptors; SLOTS_MIN times a power of two */
	struct bitmap_tree free;
	u64 *close_on_exec; /* a bit each */
	struct file *files[]; /* behind it: the two bitmaps */
};

struct file_table {
	u32 refs; /* atomic */
	struct spinlock lock;
	unsigned int limit; /* guarded by lock, as are the slots */
	unsigned int lowest; /* none below is free */
	struct fd_slots *slots;
};

static struct fd_slots *slots_alloc(unsigned int size)
{
	size_t flags_bytes = size / 8;
	struct fd_slots *slots =
		kzalloc(sizeof(*slots) + size * sizeof(slots->files[0]) +
			flags_bytes + bitmap_tree_bytes(size));

	if (!slots)
		return NULL;
	slots->size = size;
	slots->close_on_exec = (u64 *)&slots->files[size];
	bitmap_tree_init(&slots->free, size,
			 slots->close_on_exec + size / BITS_PER_WORD);
	bitmap_tree_set_range(&slots->free, 0, size);
	return slots;
}

/* The bitmaps and files of @from, which is no larger, into the empty @to. */
static void slots_copy(struct fd_slots *to, const struct fd_slots *from)
{
	memcpy(to->files, from->files, from->size * sizeof(from->files[0]));
	memcpy(to->close_on_exec, from->close_on_exec, from->size / 8);
	for (size_t word = 0; word < from->size / BITS_PER_WORD; word++) {
		to->free.levels[0][word] = from->free.levels[0][word];
		if (!to->free.levels[0][word])
			bitmap_tree_note_empty(&to->free, word);
	}
}

/* The descriptors of @word that are not free, as bits. */
static u64 taken_word(const struct fd_slots *slots, size_t word)
{
	return ~slots->free.levels[0][word];
}

/*
 * The first descriptor in use from @fd on, of those in @also if that is not
 * NULL; slots->size if there is none. The lock is held.
 */
static unsigned int next_in_use(const struct fd_slots *slots, unsigned int fd,
				const u64 *also)
{
	u64 mask = ~0UL << fd % BITS_PER_WORD;

	for (size_t word = fd / BITS_PER_WORD;
	     word < slots->size / BITS_PER_WORD; word++, mask = ~0UL) {
		u64 taken = taken_word(slots, word) & mask;

		if (also)
			taken &= also[word];
		/* Those that are reserved have no file. */
		for (; taken; taken &= taken - 1) {
			size_t found = word * BITS_PER_WORD +
				       (size_t)__builtin_ctzl(taken);

			if (slots->files[found])
				return (unsigned int)found;
		}
	}
	return slots->size;
}

/* How many descriptors a table has that holds all of @slots: the lock is held. */
static unsigned int size_for(const struct fd_slots *slots)
{
	size_t word = slots->size / BITS_PER_WORD;
	unsigned int size = SLOTS_MIN;

	while (word && !taken_word(slots, word - 1))
		word--;
	while (size < word * BITS_PER_WORD)
		size *= 2;
	return size;
}

/* Make room for @fd, which is below FILE_TABLE_MAX. The lock is not held. */
static int grow(struct file_table *table, unsigned int fd)
{
	unsigned int size = SLOTS_MIN;
	struct fd_slots *new, *unused;

	while (size <= fd)
		size *= 2;
	new = slots_alloc(size);
	if (!new)
		return -ENOMEM;
	spin_lock(&table->lock);
	unused = new;
	if (table->slots->size < size) { /* or somebody was faster */
		unused = table->slots;
		slots_copy(new, unused);
		__atomic_store_n(&table->slots, new, __ATOMIC_RELEASE);
	}
	spin_unlock(&table->lock);
	rcu_kfree(unused);
	return 0;
}

static struct file_table *table_alloc(unsigned int size)
{
	struct file_table *table = kmalloc(sizeof(*table));

	if (!table)
		return NULL;
	table->slots = slots_alloc(size);
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
	return table_alloc(SLOTS_MIN);
}

/*
 * Copy the descriptors of one word, with references. What is reserved has no
 * file yet: in the copy it is free. The lock of where they come from is held.
 */
static void copy_word(struct fd_slots *to, const struct fd_slots *from,
		      size_t word)
{
	for (u64 taken = taken_word(from, word); taken; taken &= taken - 1) {
		size_t fd =
			word * BITS_PER_WORD + (size_t)__builtin_ctzl(taken);
		struct file *file = from->files[fd];

		if (!file)
			continue;
		file_get(file);
		to->files[fd] = file;
		bitmap_tree_clear(&to->free, fd);
	}
	to->close_on_exec[word] = from->close_on_exec[word];
}

/* Somebody may replace the slots as soon as the lock is dropped. */
static unsigned int size_of(struct file_table *table)
{
	unsigned int size;

	spin_lock(&table->lock);
	size = size_for(table->slots);
	spin_unlock(&table->lock);
	return size;
}

/* Word by word, letting others in between. */
struct file_table *file_table_copy(struct file_table *from)
{
	struct file_table *copy = table_alloc(size_of(from));

	if (!copy)
		return NULL;
	for (size_t word = 0; word < copy->slots->size / BITS_PER_WORD;
	     word++) {
		spin_lock(&from->lock);
		copy->limit = from->limit;
		if (word < from->slots->size / BITS_PER_WORD)
			copy_word(copy->slots, from->slots, word);
		spin_unlock(&from->lock);
	}
	return copy;
}

void file_table_get(struct file_table *table)
{
	__atomic_fetch_add(&table->refs, 1, __ATOMIC_RELAXED);
}

void file_table_put(struct file_table *table)
{
	if (__atomic_sub_fetch(&table->refs, 1, __ATOMIC_ACQ_REL))
		return;
	fd_close_range(table, 0, FILE_TABLE_MAX - 1);
	kfree(table->slots);
	kfree(table);
}

void file_table_set_limit(struct file_table *table, unsigned int limit)
{
	spin_lock(&table->lock);
	table->limit = min(limit, (unsigned int)FILE_TABLE_MAX);
	spin_unlock(&table->lock);
}

static void set_close_on_exec(struct fd_slots *slots, unsigned int fd,
			      u32 flags)
{
	if (flags & O_CLOEXEC)
		bitmap_set(slots->close_on_exec, fd);
	else
		bitmap_clear(slots->close_on_exec, fd);
}

/* The lowest free descriptor from @from on, or the size of the slots. */
static unsigned int find_free(const struct file_table *table, unsigned int from)
{
	const struct fd_slots *slots = table->slots;

	from = max(from, table->lowest);
	/* Mostly it is the next after the last given, or the last closed. */
	if (from < slots->size && bitmap_tree_test(&slots->free, from))
		return from;
	return max((unsigned int)bitmap_tree_next_set(&slots->free, from),
		   from);
}

/* @fd is free again. The lock is held. */
static void note_free(struct file_table *table, unsigned int fd)
{
	bitmap_tree_set(&table->slots->free, fd);
	table->lowest = min(table->lowest, fd);
}

/*
 * Take the lowest free descriptor from @lowest on; or, with -ENOSPC, say in
 * *@fd which one there is no room for.
 */
static int take_free(struct file_table *table, u32 flags, unsigned int lowest,
		     unsigned int *fd)
{
	struct fd_slots *slots = table->slots;

	assert_locked(&table->lock);
	if (lowest && lowest >= table->limit)
		return -EINVAL;
	*fd = find_free(table, lowest);
	if (*fd >= table->limit)
		return -EMFILE;
	if (*fd >= slots->size)
		return -ENOSPC;
	bitmap_tree_clear(&slots->free, *fd);
	set_close_on_exec(slots, *fd, flags);
	if (lowest <= table->lowest)
		table->lowest = *fd + 1;
	return 0;
}

int fd_reserve(struct file_table *table, u32 flags, int lowest)
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

/* Negative descriptors are huge ones here. NULL when there is no file. */
static struct file *file_at(const struct fd_slots *slots, int fd)
{
	if ((unsigned int)fd >= slots->size)
		return NULL;
	return READ_ONCE(slots->files[fd]);
}

struct file *fd_get(struct file_table *table, int fd)
{
	struct file *file;

	rcu_read_lock();
	file = file_at(rcu_dereference(table->slots), fd);
	if (file)
		file_get(file);
	rcu_read_unlock();
	return file;
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
	struct file *file = file_at(slots, from);

	if (!file)
		return -EBADF;
	if ((unsigned int)to >= slots->size)
		return -ENOSPC;
	*old = slots->files[to];
	if (!*old && !bitmap_tree_test(&slots->free, (size_t)to))
		return -EBUSY; /* as Linux: open() is about to fill it */
	file_get(file);
	bitmap_tree_clear(&slots->free, (size_t)to);
	set_close_on_exec(slots, (unsigned int)to, flags);
	slots->files[to] = file;
	return to;
}

/* What a descriptor of @table led to: POSIX locks of the process go with it. */
static void close_file(struct file_table *table, struct file *file)
{
	file_locks_drop(file, table);
	file_put(file);
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
		if (result == -ENOSPC)
			result = grow(table, (unsigned int)to);
		else
			break;
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
	file = file_at(table->slots, fd);
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
	next = next_in_use(slots, *fd, on_exec ? slots->close_on_exec : NULL);
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
	if (file_at(table->slots, fd))
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
	if (file_at(table->slots, fd)) {
		set_close_on_exec(table->slots, (unsigned int)fd,
				  flags & FD_CLOEXEC ? O_CLOEXEC : 0);
		err = 0;
	}
	spin_unlock(&table->lock);
	return err;
}

int fd_next(struct file_table *table, int fd)
{
	unsigned int next, size;

	spin_lock(&table->lock);
	size = table->slots->size;
	next = next_in_use(table->slots, (unsigned int)max(fd, 0), NULL);
	spin_unlock(&table->lock);
	return next < size ? (int)next : -1;
}
