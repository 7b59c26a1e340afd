/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: vm, private to this folder. The lock of the address space is held
 * unless it says otherwise.
 *
 *	vm.c		from creation to the last reference
 *	area_tree.c	areas by address, gaps	area.c	splitting, merging
 *	map.c		mmap			unmap.c	munmap, protect.c, remap.c
 *	fault.c		page faults		fault_file.c  those in files
 *	fork.c		copies			commit.c  what was promised
 *	page_source.c	from a file to those who map it
 *	access.c	looking into address spaces that are not loaded
 */
#ifndef VM_INTERNAL_H
#define VM_INTERNAL_H

#include <asm/memlayout.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/vfs.h>
#include <exo/vm.h>

static inline u64 area_pages(const struct vm_area *area)
{
	return (area->end - area->start) >> PAGE_SHIFT;
}

/* The page of the file that is seen at @address. */
static inline u64 area_file_page(const struct vm_area *area,
				 unsigned long address)
{
	return (address - area->start + area->offset) >> PAGE_SHIFT;
}

/* What its pages may be used for, see <exo/user_pages.h>. */
static inline unsigned int area_prot(u32 flags)
{
	unsigned int prot = flags & VM_ACCESS ? 0 : USER_PAGE_HIDDEN;

	/* The three have the same order there. */
	_Static_assert(PAGE_WRITE == VM_WRITE / 2, "");
	_Static_assert(PAGE_EXECUTE == VM_EXECUTE / 2, "");
	_Static_assert(USER_PAGE_SHARED == VM_SHARED / 2, "");
	return prot | (flags & (VM_WRITE | VM_EXECUTE | VM_SHARED)) / 2;
}

/*
 * Whether [@address, @address + @size) can be user memory, size 0 too. *@end is
 * its end, rounded up.
 */
static inline bool vm_range(unsigned long address, size_t size,
			    unsigned long *end)
{
	if (address > USER_END || size > USER_END - address)
		return false;
	*end = ALIGN_UP(address + size, PAGE_SIZE);
	return true;
}

/* The lock is released: free what was to be freed after that. */
void vm_free_dead(struct vm_area *dead);

/* Release the lock, and what was to be freed after that. */
static inline void vm_unlock(struct vm *vm)
{
	struct vm_area *dead = vm->dead;

	if (unlikely(dead))
		vm->dead = NULL;
	mutex_unlock(&vm->lock);
	if (unlikely(dead))
		vm_free_dead(dead);
}

/* area.c */
struct vm_area *area_alloc(struct vm *vm);
/* @area is in no tree. */
void area_free(struct vm_area *area);
/*
 * Give it @file, which must have file_ops.map, or NULL; its flags are final but for
 * VM_MAY_WRITE, which a sealed file takes away. A negative errno.
 */
__must_check int area_set_file(struct vm_area *area, struct file *file,
			       u64 offset);
/* Into the tree, the file's list, and the number of pages. */
void area_link(struct vm *vm, struct vm_area *area);
/* A copy of @area, charged for and in the file's list, for area_tree_clone(). */
struct vm_area *area_fork(const struct vm_area *area, void *child);
/* Undo area_fork(), or area_link() when all the tree is being freed. */
void area_release(struct vm_area *area);
/* Unlink, and free at once or when the lock is released. */
void area_delete(struct vm *vm, struct vm_area *area);
/* Move an end, with what depends on it. */
void area_set_bounds(struct vm *vm, struct vm_area *area, unsigned long start,
		     unsigned long end);
/* Another one like @area, not linked, in an address space; NULL: no memory. */
struct vm_area *area_copy(struct vm *vm, const struct vm_area *area);
/*
 * Have no area reach across @start or @end. -ENOMEM when there are too many, or
 * no memory: nothing that anybody sees has changed.
 */
__must_check int areas_split(struct vm *vm, unsigned long start,
			     unsigned long end);
/* Join @area with its neighbours if they are alike; returns what has become of it. */
struct vm_area *area_merge(struct vm *vm, struct vm_area *area);
/* All areas in [@start, @end), with each other and with what is around. */
void areas_merge(struct vm *vm, unsigned long start, unsigned long end);
/* Whether every page of the range is in an area. */
bool areas_cover(struct vm *vm, unsigned long start, unsigned long end);

/* unmap.c: @start and @end are pages, in range. */
__must_check int vm_unmap_locked(struct vm *vm, unsigned long start,
				 unsigned long end);
/* Forget the pages from @start to @end; they come again. */
__must_check int vm_drop_pages(struct vm *vm, unsigned long start,
			       unsigned long end);

/* map.c: whether @size more bytes are within the limit. */
bool vm_size_allowed(const struct vm *vm, size_t size);
/* A free range, the highest below map_top if there is one; 0: none. */
unsigned long vm_find_free(const struct vm *vm, size_t size, u32 flags);

/*
 * populate.c, the lock is not held: touch all pages, to the first error; -EINTR: the
 * current task is to end. With vm_fault()'s @access, or writing where it is allowed.
 */
int vm_touch_pages(struct vm *vm, unsigned long start, unsigned long end,
		   unsigned int access);
int vm_populate(struct vm *vm, unsigned long start, unsigned long end);
/* The same for all areas, whatever goes wrong. */
void vm_populate_all(struct vm *vm);

/* commit.c: no lock needed. */
enum commit_mode {
	COMMIT_HEURISTIC, /* up to twice the RAM */
	COMMIT_ALWAYS,
	COMMIT_STRICT, /* up to half the RAM */
};
enum commit_mode commit_mode_get(void);
/* -EINVAL: there is none of this number. */
int commit_mode_set(unsigned int new_mode);
bool commit_charge(u64 pages);
void commit_uncharge(u64 pages);
/* Whether an area with @flags may come to need memory of its own. */
static inline bool commit_wanted(u32 flags)
{
	return (flags & (VM_WRITE | VM_SHARED | VM_NO_RESERVE)) == VM_WRITE;
}

/* fault_file.c: nothing is at @page yet. */
int fault_file(struct vm *vm, struct vm_area *area, unsigned long page,
	       unsigned int access);
/* fault.c: add @frame, whose reference moves along, also when it fails. */
int fault_add(struct vm *vm, unsigned long page, struct frame *frame,
	      unsigned int prot);
/* A copy of the page behind @frame, NULL without memory. */
struct frame *frame_copy(const struct frame *frame);

/* page_source.c: an area that may write is to come. False: sealed. */
__must_check bool page_source_get_writer(struct page_source *source);
/* As user_pages_move(), with truncation kept out. */
__must_check int pages_move(struct vm *vm, unsigned long from, unsigned long to,
			    size_t size);

/* shared_pages.c: memory for MAP_SHARED | MAP_ANONYMOUS; NULL: none. */
struct file *shared_pages_create(size_t size, bool commit);

#endif
