/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: vm. Areas: what an address space has at which addresses. They are in
 * a tree by address, which finds the one at an address, and the highest gap that
 * is large enough, in O(log n). Guarded by the address space's lock.
 */
#ifndef EXO_VM_AREA_H
#define EXO_VM_AREA_H

#include <exo/avl_tree.h>
#include <exo/list.h>
#include <exo/types.h>

struct file;
struct page_source;
struct vm;

enum vm_area_flags {
	VM_READ = 1 << 0, /* the first three are PROT_* */
	VM_WRITE = 1 << 1,
	VM_EXECUTE = 1 << 2,
	VM_SHARED = 1 << 3,
	VM_MAY_WRITE = 1 << 4, /* VM_WRITE may be asked for */
	VM_GROWS_DOWN = 1 << 5,
	VM_NO_RESERVE = 1 << 6, /* never committed */
	VM_COMMITTED = 1 << 7, /* counted as promised, see commit.c */
	VM_NOT_FORKED = 1 << 8,
	VM_WIPED_BY_FORK = 1 << 9,
	VM_LOCKED = 1 << 10, /* mlock(2) */

	VM_ACCESS = VM_READ | VM_WRITE | VM_EXECUTE,
};

enum {
	/* Kept free below what grows down, so that a run-away stack faults. */
	VM_GUARD_GAP = 256 * 4096,
};

struct vm_area {
	struct avl_node node;
	struct vm_area *previous, *next; /* by address; NULL past the ends */
	unsigned long start, end;
	u32 flags; /* enum vm_area_flags */

	bool stale; /* what follows is, and in all nodes above */
	/* Of the subtree: its outer ends, and the largest gap inside. */
	unsigned long tree_start, tree_end;
	size_t tree_gap;

	struct vm *vm;
	struct file *file; /* a reference; NULL: anonymous and private */
	struct page_source *source; /* of file */
	u64 offset; /* in the file, of start; bytes */
	struct list_head source_node; /* guarded by source->lock */
	struct vm_area *next_dead; /* in vm->dead */
};

struct area_tree {
	struct avl_tree tree;
	struct vm_area *hit; /* found last, or NULL */
	unsigned int count;
};

void area_tree_init(struct area_tree *areas);

/* @area overlaps no other. */
void area_insert(struct area_tree *areas, struct vm_area *area);
/* The same if @lower is known to be the neighbour below; NULL: there is none. */
void area_insert_above(struct area_tree *areas, struct vm_area *lower,
		       struct vm_area *area);
void area_remove(struct area_tree *areas, struct vm_area *area);

/* @area's ends were moved, by their owner, not past its neighbours. */
void area_resized(struct vm_area *area);

/*
 * Fill the empty @to with what @copy makes of each area of @from. False when it
 * made NULL: the tree has those made before, for area_tree_clear(), and from
 * area_first() on some of them follow each other.
 */
bool area_tree_clone(struct area_tree *to, const struct area_tree *from,
		     struct vm_area *(*copy)(const struct vm_area *area,
					     void *arg),
		     void *arg);

/* Give all areas to @release, in any order; the tree is empty then. */
void area_tree_clear(struct area_tree *areas,
		     void (*release)(struct vm_area *area));

/* The lowest area that ends above @address, or NULL. */
struct vm_area *area_find_slow(struct area_tree *areas, unsigned long address);

static inline bool area_contains(const struct vm_area *area,
				 unsigned long address)
{
	return address >= area->start && address < area->end;
}

static inline struct vm_area *area_find(struct area_tree *areas,
					unsigned long address)
{
	struct vm_area *hit = areas->hit;

	return likely(hit && area_contains(hit, address))
		       ? hit
		       : area_find_slow(areas, address);
}

/* The neighbours, NULL past the ends. */
static inline struct vm_area *area_next(const struct vm_area *area)
{
	return area->next;
}

static inline struct vm_area *area_previous(const struct vm_area *area)
{
	return area->previous;
}

struct vm_area *area_first(const struct area_tree *areas);

/*
 * Where the highest gap of at least @size bytes in [@low, @high) has its last
 * @size bytes; 0: there is none.
 */
unsigned long area_gap(const struct area_tree *areas, size_t size,
		       unsigned long low, unsigned long high);

#endif
