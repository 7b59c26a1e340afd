// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap(2): what may be asked for, and where it goes. All is checked and had
 * before anything that is in the way is unmapped.
 */
#include <exo/file.h>
#include <exo/limits.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

enum {
	/* Known to mmap(2), with or without an effect here. */
	MAP_KNOWN = MAP_TYPE | MAP_FIXED | MAP_ANONYMOUS | MAP_32BIT |
		    MAP_GROWSDOWN | MAP_DENYWRITE | MAP_EXECUTABLE |
		    MAP_LOCKED | MAP_NORESERVE | MAP_POPULATE | MAP_NONBLOCK |
		    MAP_STACK | MAP_FIXED_NOREPLACE,
};

#define MAP_32BIT_END (1UL << 31)

static int check_type(const struct vm_request *request)
{
	switch (request->flags & MAP_TYPE) {
	case MAP_SHARED_VALIDATE:
		return request->flags & ~MAP_KNOWN ? -EOPNOTSUPP : 0;
	case MAP_SHARED:
	case MAP_PRIVATE:
		return request->flags & MAP_HUGETLB ? -EINVAL : 0;
	}
	return -EINVAL;
}

static bool wants_shared(const struct vm_request *request)
{
	return (request->flags & MAP_TYPE) != MAP_PRIVATE;
}

static int check_file(const struct vm_request *request)
{
	struct file *file = request->file;
	u64 end;

	if (!file)
		return -EBADF;
	if (request->flags & MAP_GROWSDOWN)
		return -EINVAL;
	if (__builtin_add_overflow(request->offset, request->size, &end) ||
	    end > S64_MAX)
		return -EOVERFLOW;
	if (!file_readable(file) ||
	    (wants_shared(request) && request->prot & PROT_WRITE &&
	     !file_writable(file)))
		return -EACCES;
	if (request->prot & PROT_EXEC && file_forbids_running(file))
		return -EPERM;
	return file->ops->map ? 0 : -ENODEV;
}

static int check_request(const struct vm_request *request)
{
	int error = check_type(request);
	unsigned long end;

	if (!request->size || request->offset & (PAGE_SIZE - 1))
		return -EINVAL;
	if (request->size > USER_END - VM_LOWEST)
		return -ENOMEM;
	if (!error && !(request->flags & MAP_ANONYMOUS))
		error = check_file(request);
	else if (!error && wants_shared(request) &&
		 request->flags & MAP_GROWSDOWN)
		error = -EINVAL;
	if (error || !(request->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)))
		return error;
	if (request->address & (PAGE_SIZE - 1))
		return -EINVAL;
	if (!vm_range(request->address, request->size, &end))
		return -ENOMEM;
	return request->address < VM_LOWEST ? -EPERM : 0;
}

static u32 request_flags(const struct vm_request *request)
{
	u32 flags = request->prot & VM_ACCESS;

	if (wants_shared(request))
		flags |= VM_SHARED;
	if (!wants_shared(request) || request->flags & MAP_ANONYMOUS ||
	    file_writable(request->file))
		flags |= VM_MAY_WRITE;
	flags |= request->flags & MAP_GROWSDOWN ? VM_GROWS_DOWN : 0;
	flags |= request->flags & MAP_NORESERVE ? VM_NO_RESERVE : 0;
	flags |= request->flags & MAP_LOCKED ? VM_LOCKED : 0;
	return flags;
}

bool vm_size_allowed(const struct vm *vm, size_t size)
{
	const u64 used = vm->pages << PAGE_SHIFT;

	return size <= vm->size_max && used <= vm->size_max - size;
}

unsigned long vm_find_free(const struct vm *vm, size_t size, u32 flags)
{
	unsigned long found;

	if (flags & MAP_32BIT)
		return area_gap(&vm->areas, size, VM_LOWEST, MAP_32BIT_END);
	found = area_gap(&vm->areas, size, VM_LOWEST, vm->map_top);
	return found ? found : area_gap(&vm->areas, size, VM_LOWEST, USER_END);
}

/* Nothing is in [@start, @end). */
static bool range_empty(struct vm *vm, unsigned long start, unsigned long end)
{
	const struct vm_area *area = area_find(&vm->areas, start);

	return !area || area->start >= end;
}

/* Where @area goes: its start and end. */
static int choose_place(struct vm *vm, const struct vm_request *request,
			struct vm_area *area)
{
	const size_t size = ALIGN_UP(request->size, PAGE_SIZE);
	unsigned long start = ALIGN_DOWN(request->address, PAGE_SIZE), end;

	if (request->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) {
		if (request->flags & MAP_FIXED_NOREPLACE &&
		    !range_empty(vm, start, start + size))
			return -EEXIST;
	} else if (start < VM_LOWEST || !vm_range(start, size, &end) ||
		   area_gap(&vm->areas, size, start, end) != start) {
		start = vm_find_free(vm, size, request->flags);
		if (!start)
			return -ENOMEM;
	}
	area->start = start;
	area->end = start + size;
	return 0;
}

/* Bytes of [@start, @end) that are mapped. */
static size_t bytes_mapped(struct vm *vm, unsigned long start,
			   unsigned long end)
{
	struct vm_area *area = area_find(&vm->areas, start);
	size_t bytes = 0;

	for (; area && area->start < end; area = area_next(area))
		bytes += min(area->end, end) - max(area->start, start);
	return bytes;
}

/*
 * Limits, then what is in the way, which only a @fixed place can have; @area is
 * charged for if that succeeds.
 */
static int make_room(struct vm *vm, struct vm_area *area, bool fixed)
{
	const size_t size = area->end - area->start;
	size_t freed = fixed ? bytes_mapped(vm, area->start, area->end) : 0;
	int error;

	if (!vm_size_allowed(vm, size - freed) ||
	    vm->areas.count >= VM_AREAS_MAX)
		return -ENOMEM;
	if (commit_wanted(area->flags)) {
		if (!commit_charge(area_pages(area)))
			return -ENOMEM;
		area->flags |= VM_COMMITTED;
	}
	error = freed ? vm_unmap_locked(vm, area->start, area->end) : 0;
	if (error && area->flags & VM_COMMITTED)
		commit_uncharge(area_pages(area));
	return error;
}

/* The address; @area is the tree's from then on. */
static long map_area(struct vm *vm, const struct vm_request *request,
		     struct vm_area *area)
{
	long result;

	mutex_lock(&vm->lock);
	area->flags |= vm->lock_future ? VM_LOCKED : 0;
	result = choose_place(vm, request, area);
	if (!result)
		result = make_room(vm, area, request->flags & MAP_FIXED);
	if (!result) {
		result = (long)area->start;
		area_link(vm, area);
		area_merge(vm, area);
	}
	vm_unlock(vm);
	return result;
}

/* The file behind the mapping with a reference; NULL with *@error 0: none. */
static struct file *request_file(const struct vm_request *request, int *error)
{
	struct file *file;

	*error = 0;
	if (!(request->flags & MAP_ANONYMOUS)) {
		file_get(request->file);
		return request->file;
	}
	if (!wants_shared(request))
		return NULL;
	file = shared_pages_create(ALIGN_UP(request->size, PAGE_SIZE),
				   !(request->flags & MAP_NORESERVE));
	if (!file)
		*error = -ENOMEM;
	return file;
}

static int area_prepare(struct vm *vm, const struct vm_request *request,
			struct vm_area **area)
{
	struct file *file;
	int error;

	*area = area_alloc(vm);
	if (!*area)
		return -ENOMEM;
	(*area)->flags = request_flags(request);
	file = request_file(request, &error);
	if (file) {
		error = area_set_file(
			*area, file,
			request->flags & MAP_ANONYMOUS ? 0 : request->offset);
		file_put(file);
	}
	if (error)
		area_free(*area);
	return error;
}

long vm_map(struct vm *vm, const struct vm_request *request)
{
	struct vm_area *area;
	long start = check_request(request);

	if (!start)
		start = area_prepare(vm, request, &area);
	if (start)
		return start;
	start = map_area(vm, request, area);
	if (start < 0)
		area_free(area);
	else if (request->flags & (MAP_POPULATE | MAP_LOCKED) ||
		 vm->populate_future)
		(void)vm_populate(vm, (unsigned long)start,
				  (unsigned long)start +
					  ALIGN_UP(request->size, PAGE_SIZE));
	return start;
}
