// SPDX-License-Identifier: GPL-2.0-only
/*
 * Areas as pieces: cut where a range begins or ends, joined again when two
 * neighbours are alike, counted while they are part of the address space.
 */
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/page_source.h>
#include <exo/panic.h>
#include <uapi/errno.h>

#include "internal.h"

static struct kmem_cache *area_cache;

static int area_init(void)
{
	area_cache = kmem_cache_create("vm area", sizeof(struct vm_area), 0);
	if (!area_cache)
		panic("no memory for areas");
	return 0;
}
INITCALL(memory, area_init);

struct vm_area *area_alloc(struct vm *vm)
{
	struct vm_area *area = kmem_cache_alloc(area_cache);

	if (area)
		*area = (struct vm_area){.vm = vm};
	return area;
}

/* Is @area counted among those that may write to what they show? */
static inline bool counts_as_writer(const struct vm_area *area)
{
	const u32 both = VM_SHARED | VM_MAY_WRITE;

	return (area->flags & both) == both;
}

void area_free(struct vm_area *area)
{
	if (area->file) {
		if (counts_as_writer(area))
			__atomic_fetch_sub(&area->source->writers, 1,
					   __ATOMIC_RELEASE);
		file_put(area->file);
	}
	kmem_cache_free(area_cache, area);
}

/* What is sealed may still be read. */
static int become_writer(struct vm_area *area)
{
	if (!counts_as_writer(area) || page_source_get_writer(area->source))
		return 0;
	if (area->flags & VM_WRITE)
		return -EPERM;
	area->flags &= ~VM_MAY_WRITE;
	return 0;
}

int area_set_file(struct vm_area *area, struct file *file, u64 offset)
{
	int error;

	if (!file)
		return 0;
	error = file->ops->map(file, &area->source);
	if (!error)
		error = become_writer(area);
	if (error)
		return error;
	file_get(file);
	area->file = file;
	area->offset = offset;
	return 0;
}

/* Let who truncates the file find @area. */
static void source_attach(struct vm_area *area)
{
	struct page_source *source = area->source;

	mutex_lock(&source->lock);
	list_add_tail(&area->source_node, &source->areas);
	if (unlikely(source->ops->attached))
		source->ops->attached(source);
	mutex_unlock(&source->lock);
}

static void source_detach(struct vm_area *area)
{
	struct page_source *source = area->source;

	mutex_lock(&source->lock);
	list_del(&area->source_node);
	if (unlikely(source->ops->detached))
		source->ops->detached(source);
	mutex_unlock(&source->lock);
}

void area_link(struct vm *vm, struct vm_area *area)
{
	area_insert(&vm->areas, area);
	vm->pages += area_pages(area);
	if (area->source)
		source_attach(area);
}

/* Undo what goes with being in a tree. */
static void area_retire(struct vm_area *area)
{
	if (area->source)
		source_detach(area);
	if (area->flags & VM_COMMITTED)
		commit_uncharge(area_pages(area));
}

static inline void pages_taken(struct vm *vm, u64 pages)
{
	if (unlikely(vm->pages > vm->pages_max))
		vm->pages_max = vm->pages;
	vm->pages -= pages;
}

static void area_unlink(struct vm *vm, struct vm_area *area)
{
	area_retire(area);
	pages_taken(vm, area_pages(area));
	area_remove(&vm->areas, area);
}

void area_release(struct vm_area *area)
{
	area_retire(area);
	area_free(area);
}

/* Free what is out of the tree, when the lock is released if it has a file. */
static void area_discard(struct vm *vm, struct vm_area *area)
{
	if (!area->file) {
		area_free(area);
		return;
	}
	area->next_dead = vm->dead;
	vm->dead = area;
}

void area_delete(struct vm *vm, struct vm_area *area)
{
	area_unlink(vm, area);
	area_discard(vm, area);
}

/*
 * Change the ends only; area_resize() makes it known. Truncation looks at start,
 * end and offset under the source's lock.
 */
static inline void set_ends(struct vm_area *area, unsigned long start,
			    unsigned long end)
{
	struct page_source *source = area->source;

	if (source) {
		mutex_lock(&source->lock);
		area->offset += start - area->start;
	}
	area->start = start;
	area->end = end;
	if (source)
		mutex_unlock(&source->lock);
}

void area_set_bounds(struct vm *vm, struct vm_area *area, unsigned long start,
		     unsigned long end)
{
	pages_taken(vm, area_pages(area));
	set_ends(area, start, end);
	vm->pages += area_pages(area);
	area_resized(area);
}

/* In line, for fork copies all. */
static inline struct vm_area *copy_for(struct vm *vm,
				       const struct vm_area *area)
{
	struct vm_area *copy = kmem_cache_alloc(area_cache);

	if (!copy)
		return NULL;
	*copy = *area;
	copy->vm = vm;
	if (copy->file) {
		file_get(copy->file);
		if (counts_as_writer(copy))
			__atomic_fetch_add(&copy->source->writers, 1,
					   __ATOMIC_RELAXED);
	}
	return copy;
}

struct vm_area *area_fork(const struct vm_area *area, void *child)
{
	struct vm_area *copy = copy_for(child, area);

	if (!copy)
		return NULL;
	if (area->flags & VM_COMMITTED && !commit_charge(area_pages(area))) {
		area_free(copy);
		return NULL;
	}
	copy->flags &= ~VM_LOCKED;
	if (copy->source)
		source_attach(copy);
	return copy;
}

struct vm_area *area_copy(struct vm *vm, const struct vm_area *area)
{
	return copy_for(vm, area);
}

/* What was committed for the whole stays so for the two halves. */
static int split_at(struct vm *vm, unsigned long at)
{
	struct vm_area *area = area_find(&vm->areas, at), *upper;

	if (!area || area->start >= at)
		return 0;
	if (vm->areas.count >= VM_AREAS_MAX)
		return -ENOMEM;
	upper = area_copy(vm, area);
	if (!upper)
		return -ENOMEM;
	if (area->file)
		upper->offset += at - area->start;
	upper->start = at;
	/* First: who truncates the file must find each page in one of both. */
	if (upper->source)
		source_attach(upper);
	set_ends(area, area->start, at);
	area_insert_above(&vm->areas, area, upper);
	vm->areas.hit = area; /* what was asked for is mostly below @at */
	return 0;
}

int areas_split(struct vm *vm, unsigned long start, unsigned long end)
{
	int error = split_at(vm, start);

	return error ? error : split_at(vm, end);
}

/* What two neighbours show follows each other, in a file or in none. */
static inline bool content_continues(const struct vm_area *lower,
				     const struct vm_area *upper)
{
	return lower->file == upper->file &&
	       (!lower->file ||
		lower->offset + (lower->end - lower->start) == upper->offset);
}

/* Whether @upper begins where @lower ends, and goes on like it. */
static inline bool area_continues(const struct vm_area *lower,
				  const struct vm_area *upper)
{
	return lower->end == upper->start && lower->flags == upper->flags &&
	       !(lower->flags & VM_GROWS_DOWN) &&
	       content_continues(lower, upper);
}

/* @lower takes over all that @upper was; nothing is counted anew. */
static void area_append(struct vm *vm, struct vm_area *lower,
			struct vm_area *upper)
{
	set_ends(lower, lower->start, upper->end);
	if (upper->source)
		source_detach(upper);
	area_remove(&vm->areas, upper);
	area_discard(vm, upper);
	area_resized(lower);
}

struct vm_area *area_merge(struct vm *vm, struct vm_area *area)
{
	struct vm_area *lower = area_previous(area), *upper = area_next(area);

	if (upper && area_continues(area, upper))
		area_append(vm, area, upper);
	if (lower && area_continues(lower, area)) {
		area_append(vm, lower, area);
		return lower;
	}
	return area;
}

void areas_merge(struct vm *vm, unsigned long start, unsigned long end)
{
	struct vm_area *area = area_find(&vm->areas, start);

	/* That at @end, too: an area is joined with one above it, not with all. */
	while (area && area->start <= end)
		area = area_next(area_merge(vm, area));
}

bool areas_cover(struct vm *vm, unsigned long start, unsigned long end)
{
	struct vm_area *area = area_find(&vm->areas, start);

	while (area && area->start <= start && start < end) {
		start = area->end;
		area = area_next(area);
	}
	return start >= end;
}
