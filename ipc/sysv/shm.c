// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shared memory of System V: segments, which are pages under a number. Each shmat(2)
 * makes a file of its own for the segment, and maps it; so fork, exit, munmap and all
 * else that is done to mappings is done to segments.
 *
 *	area --> file --> segment <-- table
 *	area ------^         |
 *	                   pages
 *
 * Files and the table hold references. What was removed while it is attached stays in
 * the table without its key until the last of them goes. Areas are counted for
 * shm_nattch.
 *
 * Lock order: the table's lock, or an address space's lock, then that of the
 * segment's pages. The first two are never held together.
 */
#include <exo/sysv_shm.h>

#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/shared_pages.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>
#include <uapi/stat.h>

#include "object.h"

enum {
	SEGMENTS_MAX = 4096, /* unless /proc says otherwise */
};

struct segment {
	struct ipc_object object;
	u32 refs; /* the table's, and files'; the table's lock */
	s32 creator_pid;
	s64 ctime_s; /* the table's lock */
	size_t size; /* constant */
	struct shared_pages pages;
	/* Guarded by pages.source.lock. */
	u32 attached; /* areas */
	s32 last_pid;
	s64 atime_s, dtime_s;
};

u64 shm_size_max = ~0UL - (1UL << 24);
u64 shm_pages_max = ~0UL - (1UL << 24);
static u64 pages_used; /* the table's lock */

static const struct ipc_kind shm_kind;
static struct ipc_table table = IPC_TABLE_INIT(table, &shm_kind, SEGMENTS_MAX);

static struct segment *segment_of(struct ipc_object *object)
{
	return container_of(object, struct segment, object);
}

/* An area, by the lock of the pages: it has come, or gone. */
static void area_came(struct page_source *source)
{
	struct segment *segment =
		container_of(source, struct segment, pages.source);

	segment->attached++;
	segment->last_pid = ipc_caller_pid();
	segment->atime_s = ipc_now_s();
}

static void area_went(struct page_source *source)
{
	struct segment *segment =
		container_of(source, struct segment, pages.source);

	segment->attached--;
	segment->last_pid = ipc_caller_pid();
	segment->dtime_s = ipc_now_s();
}

static const struct page_source_ops segment_pages = {
	.page = shared_pages_get,
	.attached = area_came,
	.detached = area_went,
};

static int segment_create(const struct ipc_request *request,
			  struct ipc_object **created)
{
	const u64 pages = DIV_ROUND_UP(request->size, PAGE_SIZE);
	struct segment *segment;

	if (!request->size || request->size > shm_size_max ||
	    request->flags & SHM_HUGETLB)
		return -EINVAL;
	if (pages * PAGE_SIZE < request->size ||
	    pages_used + pages < pages_used ||
	    pages_used + pages > shm_pages_max)
		return -ENOSPC;
	segment = kzalloc(sizeof(*segment));
	if (!segment)
		return -ENOMEM;
	if (shared_pages_init(&segment->pages, &segment_pages,
			      pages * PAGE_SIZE,
			      !(request->flags & SHM_NORESERVE))) {
		kfree(segment);
		return -ENOMEM;
	}
	segment->refs = 1;
	segment->creator_pid = ipc_caller_pid();
	segment->ctime_s = ipc_now_s();
	segment->size = request->size;
	pages_used += pages;
	*created = &segment->object;
	return 0;
}

static void segment_destroy(struct ipc_object *object)
{
	struct segment *segment = segment_of(object);

	pages_used -= segment->pages.nr_pages;
	shared_pages_destroy(&segment->pages);
	kfree(segment);
}

static int segment_check(const struct ipc_object *object,
			 const struct ipc_request *request)
{
	const struct segment *segment =
		container_of(object, const struct segment, object);

	return request->size > segment->size ? -EINVAL : 0;
}

static const struct ipc_kind shm_kind = {
	.create = segment_create,
	.destroy = segment_destroy,
	.check = segment_check,
};

/* The table's lock is held. */
static void segment_put(struct segment *segment)
{
	if (--segment->refs)
		return;
	ipc_remove(&table, &segment->object);
	segment_destroy(&segment->object);
}

int shm_get(s32 key, size_t size, u32 flags)
{
	return ipc_get(&table, &(struct ipc_request){key, flags, size});
}

static int attachment_map(struct file *file, struct page_source **source)
{
	struct segment *segment = file->private;

	*source = &segment->pages.source;
	return 0;
}

/* What /proc shows of it; id and key are never changed while it is mapped. */
static void attachment_stat(struct file *file, struct stat *status)
{
	const struct segment *segment = file->private;

	*status = (struct stat){
		.st_ino = (u64)segment->object.id,
		.st_mode = S_IFREG | (segment->object.mode & 0777),
		.st_nlink = 1,
		.st_size = (s64)segment->size,
		.st_blksize = PAGE_SIZE,
	};
}

static void attachment_release(struct file *file)
{
	mutex_lock(&table.lock);
	segment_put(file->private);
	mutex_unlock(&table.lock);
}

static const struct file_ops attachment_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.map = attachment_map,
	.stat = attachment_stat,
	.release = attachment_release,
};

/* A file of segment @id for an access by @flags, SHM_*: *@opened. */
static int attachment_open(s32 id, u32 flags, struct file **opened)
{
	const bool write = !(flags & SHM_RDONLY);
	const u32 access = 0444 | (write ? 0222 : 0) |
			   (flags & SHM_EXEC ? 0111 : 0);
	struct ipc_object *object = ipc_find(&table, id);

	if (!object)
		return -EINVAL;
	if (!ipc_permitted(object, access))
		return -EACCES;
	*opened = file_alloc(&attachment_ops, segment_of(object),
			     write ? O_RDWR : O_RDONLY);
	if (!*opened)
		return -ENOMEM;
	segment_of(object)->refs++;
	return 0;
}

/* Where it is wanted, rounded down if that is asked for. */
static int check_place(unsigned long *address, u32 flags)
{
	if (*address & (PAGE_SIZE - 1)) {
		if (!(flags & SHM_RND))
			return -EINVAL;
		*address = ALIGN_DOWN(*address, PAGE_SIZE);
	}
	return !*address && flags & SHM_REMAP ? -EINVAL : 0;
}

static long map_attachment(struct vm *vm, struct file *file,
			   unsigned long address, u32 flags)
{
	const struct segment *segment = file->private;
	struct vm_request request = {
		.address = address,
		.size = segment->size,
		.prot = PROT_READ,
		.flags = MAP_SHARED,
		.file = file,
	};
	long result;

	if (address)
		request.flags |= flags & SHM_REMAP ? MAP_FIXED
						   : MAP_FIXED_NOREPLACE;
	request.prot |= flags & SHM_RDONLY ? 0 : PROT_WRITE;
	request.prot |= flags & SHM_EXEC ? PROT_EXEC : 0;
	result = vm_map(vm, &request);
	return result == -EEXIST ? -EINVAL : result;
}

long shm_attach(struct vm *vm, s32 id, unsigned long address, u32 flags)
{
	struct file *file;
	long result = check_place(&address, flags);

	if (result)
		return result;
	mutex_lock(&table.lock);
	result = attachment_open(id, flags, &file);
	mutex_unlock(&table.lock);
	if (result)
		return result;
	result = map_attachment(vm, file, address, flags);
	file_put(file);
	return result;
}

static size_t attachment_size(const struct file *file)
{
	const struct segment *segment = file->private;

	return file->ops == &attachment_ops
		       ? segment->pages.nr_pages * PAGE_SIZE
		       : 0;
}

int shm_detach(struct vm *vm, unsigned long address)
{
	if (address & (PAGE_SIZE - 1))
		return -EINVAL;
	return vm_detach(vm, address, attachment_size);
}

static void fill_status(struct segment *segment, struct shmid_ds *status)
{
	*status = (struct shmid_ds){
		.shm_segsz = segment->size,
		.shm_ctime = segment->ctime_s,
		.shm_cpid = segment->creator_pid,
	};
	ipc_perm_fill(&segment->object, &status->shm_perm);
	mutex_lock(&segment->pages.source.lock);
	status->shm_atime = segment->atime_s;
	status->shm_dtime = segment->dtime_s;
	status->shm_lpid = segment->last_pid;
	status->shm_nattch = segment->attached;
	mutex_unlock(&segment->pages.source.lock);
}

static int status_locked(s32 id, int command, struct shmid_ds *status)
{
	struct ipc_object *object = command == IPC_STAT
					    ? ipc_find(&table, id)
					    : ipc_find_index(&table, id);

	if (!object)
		return -EINVAL;
	if (command != SHM_STAT_ANY && !ipc_permitted(object, 0444))
		return -EACCES;
	fill_status(segment_of(object), status);
	return command == IPC_STAT ? 0 : object->id;
}

int shm_status(s32 id, int command, struct shmid_ds *status)
{
	int result;

	mutex_lock(&table.lock);
	result = status_locked(id, command, status);
	mutex_unlock(&table.lock);
	return result;
}

/* The segment @id if the caller may change it: *@found. */
static int find_own(s32 id, struct segment **found)
{
	struct ipc_object *object = ipc_find(&table, id);

	if (!object)
		return -EINVAL;
	*found = segment_of(object);
	return ipc_owned(object) ? 0 : -EPERM;
}

int shm_set(s32 id, const struct shmid_ds *status)
{
	struct segment *segment;
	int err;

	mutex_lock(&table.lock);
	err = find_own(id, &segment);
	if (!err)
		err = ipc_perm_apply(&segment->object, &status->shm_perm);
	if (!err)
		segment->ctime_s = ipc_now_s();
	mutex_unlock(&table.lock);
	return err;
}

static void remove_segment(struct segment *segment)
{
	if (segment->object.mode & SHM_DEST)
		return;
	segment->object.mode |= SHM_DEST;
	ipc_hide(&table, &segment->object);
	segment_put(segment);
}

int shm_remove(s32 id)
{
	struct segment *segment;
	int err;

	mutex_lock(&table.lock);
	err = find_own(id, &segment);
	if (!err)
		remove_segment(segment);
	mutex_unlock(&table.lock);
	return err;
}

int shm_lock(s32 id, bool lock, bool may_lock)
{
	struct segment *segment;
	int err;

	mutex_lock(&table.lock);
	err = find_own(id, &segment);
	if (!err && lock && !may_lock)
		err = -EPERM;
	if (!err)
		segment->object.mode =
			(segment->object.mode & ~(u32)SHM_LOCKED) |
			(lock ? SHM_LOCKED : 0);
	mutex_unlock(&table.lock);
	return err;
}

int shm_limits(struct shminfo *limits)
{
	int last;

	mutex_lock(&table.lock);
	*limits = (struct shminfo){
		.shmmax = shm_size_max,
		.shmmin = 1,
		.shmmni = table.used_max,
		.shmseg = table.used_max,
		.shmall = shm_pages_max,
	};
	last = ipc_last_index(&table);
	mutex_unlock(&table.lock);
	return last;
}

static u64 resident(struct segment *segment)
{
	return READ_ONCE(segment->pages.present);
}

int shm_usage(struct shm_info *usage)
{
	struct ipc_object *object;
	u64 index = 0;
	int last = 0;

	mutex_lock(&table.lock);
	*usage = (struct shm_info){
		.used_ids = (s32)table.used,
		.shm_tot = pages_used,
	};
	for (; (object = ipc_next(&table, &index)); index++) {
		usage->shm_rss += resident(segment_of(object));
		last = (int)index;
	}
	mutex_unlock(&table.lock);
	return last;
}

bool shm_next(u64 *index, struct shmid_ds *status, s32 *id)
{
	struct ipc_object *object;

	mutex_lock(&table.lock);
	object = ipc_next(&table, index);
	if (object) {
		fill_status(segment_of(object), status);
		*id = object->id;
	}
	mutex_unlock(&table.lock);
	return object;
}

u64 shm_resident(s32 id)
{
	struct ipc_object *object;
	u64 pages = 0;

	mutex_lock(&table.lock);
	object = ipc_find(&table, id);
	if (object)
		pages = resident(segment_of(object));
	mutex_unlock(&table.lock);
	return pages;
}

u32 shm_count_max(void)
{
	return READ_ONCE(table.used_max);
}

int shm_set_count_max(u32 max)
{
	if (max > IPC_INDICES)
		return -EINVAL;
	WRITE_ONCE(table.used_max, max);
	return 0;
}
