/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Private to the slab allocator:
 *
 *	slab.c		the API; magazines, where almost every call ends
 *	slab_frames.c	objects from frames and back
 *	slab_cache.c	making, ending and counting caches
 *
 * A cache has a magazine for each CPU, a stack of free objects, in front of
 * slabs: runs of frames cut into objects.
 *
 *	magazine  [obj obj obj obj . . . .]	preemption off
 *	   ^ | half a magazine at a time
 *	   | v
 *	partial   slab <-> slab <-> slab	cache->lock
 *	empty	  slab <-> slab			at most SLABS_EMPTY_MAX
 *	(full slabs are in no list)
 *
 * What is known of a slab stands in the records of its frames:
 *
 *	first	flags HEAP_FRAME_SLAB; count = objects in use; freelist = free
 *		objects, linked through their first words; private = links
 *	others	flags HEAP_FRAME_SLAB | HEAP_FRAME_TAIL; private = the first
 *	all	cache
 */
#ifndef MM_SLAB_H
#define MM_SLAB_H

#include <exo/frame.h>
#include <exo/kmalloc_class.h>
#include <exo/list.h>
#include <exo/spinlock.h>
#include <exo/types.h>

#include "heap_internal.h"

enum {
	HEAP_CPUS = 1, /* that may run kernel code */
	MAGAZINE_MAX = 32, /* objects */
	SLABS_EMPTY_MAX = 2, /* kept by a cache */

	/* Flags of frames. */
	HEAP_FRAME_SLAB = 0x80,
	HEAP_FRAME_TAIL = 0x40,
	HEAP_FRAME_LARGE = 0x20, /* first of a block; private = frames */
};

struct magazine {
	u32 count, limit;
	void *objects[MAGAZINE_MAX]; /* the last one freed is on top */
};

/* A list of slabs, by the number of the first frame; 0 ends it. */
struct slab_list {
	u32 first;
};

struct kmem_cache {
	struct magazine magazines[HEAP_CPUS];

	/* Fixed when the cache is made. */
	const char *name;
	u32 object_size; /* as asked for */
	u32 size; /* from one object to the next */
	u32 align;
	u32 frames_per_slab;
	u32 objects_per_slab;

	/* lock */
	struct spinlock lock;
	struct slab_list partial, empty;
	u32 nr_empty;
	u64 nr_slabs;
	u64 taken; /* objects out of the slabs, those in magazines included */

	struct list_head node; /* of all caches, cache_list_lock */
};

/* Preemption is off, and stays so while it is used. */
static inline struct magazine *this_magazine(struct kmem_cache *cache)
{
	return &cache->magazines[HEAP_CPUS > 1 ? percpu.id : 0];
}

/* slab.c: empty this CPU's magazine; frames in large blocks, and these. */
void magazine_drain(struct kmem_cache *cache);
u64 large_frames(u64 *blocks);

/*
 * slab_frames.c. With cache->lock held: fetch up to @wanted objects from slabs,
 * or bring @count back. slab_put() returns the empty slabs that are too many,
 * to be released, linked through frame->next.
 */
u32 slab_take(struct kmem_cache *cache, void **objects, u32 wanted);
struct frame *slab_put(struct kmem_cache *cache, void **objects, u32 count);
struct frame *slab_take_empty(struct kmem_cache *cache);

/* Without it: one object of a new slab, or NULL; the end of an empty slab. */
void *slab_grow(struct kmem_cache *cache);
void slab_release(struct kmem_cache *cache, struct frame *slab);

/* slab_cache.c: make it known and ready, with @align a power of two. */
void cache_setup(struct kmem_cache *cache, const char *name, size_t object_size,
		 size_t align);

#endif
