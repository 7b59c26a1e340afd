// SPDX-License-Identifier: GPL-2.0-only
/*
 * Caches of the slab heap: made, ended and counted.
 */
#define pr_fmt(fmt) "slab: " fmt

#include <exo/heap_statistics.h>
#include <exo/kasan.h>
#include <exo/printk.h>

#include "slab.h"

enum {
	SLAB_FRAMES_MAX = 8, /* unless one object needs more */
	WASTE_MAX_SHARE = 8, /* at most one part in so many */
	MAGAZINE_MIN = 2,
	MAGAZINE_BYTES = 16384, /* of objects, more or less */
};

/* Guards the list; a cache's own numbers are under its own lock. */
static struct spinlock cache_list_lock = SPINLOCK_INIT("slab_caches");
static LIST_HEAD(caches);

/* The shortest run of frames that is cut without much waste. */
static u32 frames_for(size_t size)
{
	size_t least = DIV_ROUND_UP(size, PAGE_SIZE);

	for (size_t count = least; count <= SLAB_FRAMES_MAX; count++) {
		size_t bytes = count * PAGE_SIZE;

		if (bytes % size <= bytes / WASTE_MAX_SHARE)
			return (u32)count;
	}
	return (u32)least;
}

static u32 magazine_limit(size_t size)
{
	return (u32)min(max(MAGAZINE_BYTES / size, (size_t)MAGAZINE_MIN),
			(size_t)MAGAZINE_MAX);
}

void cache_setup(struct kmem_cache *cache, const char *name, size_t object_size,
		 size_t align)
{
	size_t size = ALIGN_UP(object_size, align);

	*cache = (struct kmem_cache){
		.name = name,
		.object_size = (u32)object_size,
		.size = (u32)size,
		.align = (u32)align,
		.frames_per_slab = frames_for(size),
	};
	cache->objects_per_slab =
		(u32)(cache->frames_per_slab * PAGE_SIZE / size);
	spin_init(&cache->lock, "slab_cache");
	for (unsigned int cpu = 0; cpu < HEAP_CPUS; cpu++)
		cache->magazines[cpu].limit = magazine_limit(size);
	spin_lock(&cache_list_lock);
	list_add_tail(&cache->node, &caches);
	spin_unlock(&cache_list_lock);
}

struct kmem_cache *kmem_cache_create(const char *name, size_t size,
				     size_t align)
{
	struct kmem_cache *cache;

	align = max(align, (size_t)HEAP_ALIGN_MIN);
	ASSERT(size && !(align & (align - 1)) && align <= PAGE_SIZE);
	if (size > UINT32_MAX - PAGE_SIZE)
		return NULL;
	cache = kmalloc(sizeof(*cache));
	if (!cache)
		return NULL;
	kasan_allow(cache, sizeof(*cache));
	cache_setup(cache, name, size, align);
	return cache;
}

static void release_empty_slabs(struct kmem_cache *cache)
{
	struct frame *slab;

	do {
		spin_lock(&cache->lock);
		slab = slab_take_empty(cache);
		spin_unlock(&cache->lock);
		if (slab)
			slab_release(cache, slab);
	} while (slab);
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	magazine_drain(cache);
	release_empty_slabs(cache);
	if (cache->taken) {
		pr_err("cache %s is destroyed with %llu objects in use\n",
		       cache->name, (unsigned long long)cache->taken);
		return;
	}
	spin_lock(&cache_list_lock);
	list_del(&cache->node);
	spin_unlock(&cache_list_lock);
	kasan_forbid(cache, sizeof(*cache));
	kfree(cache);
}

size_t kmem_cache_size(const struct kmem_cache *cache)
{
	return cache->object_size;
}

const char *kmem_cache_name(const struct kmem_cache *cache)
{
	return cache->name;
}

size_t kmem_cache_align(const struct kmem_cache *cache)
{
	return cache->align;
}

static void count_cache(struct kmem_cache *cache,
			struct kmem_cache_statistics *stats)
{
	u64 in_magazines = 0;

	spin_lock(&cache->lock);
	for (unsigned int cpu = 0; cpu < HEAP_CPUS; cpu++)
		in_magazines += cache->magazines[cpu].count;
	*stats = (struct kmem_cache_statistics){
		.name = cache->name,
		.size = cache->size,
		.in_use = cache->taken - in_magazines,
		.total = cache->nr_slabs * cache->objects_per_slab,
		.frames = cache->nr_slabs * cache->frames_per_slab,
	};
	spin_unlock(&cache->lock);
}

bool kmem_cache_statistics(unsigned int index,
			   struct kmem_cache_statistics *stats)
{
	struct kmem_cache *cache;
	bool found = false;

	spin_lock(&cache_list_lock);
	list_for_each_entry(cache, &caches, node) {
		if (index-- == 0) {
			count_cache(cache, stats);
			found = true;
			break;
		}
	}
	spin_unlock(&cache_list_lock);
	return found;
}

void heap_statistics(struct heap_statistics *stats)
{
	struct kmem_cache_statistics cache;
	u64 frames = large_frames(&stats->blocks);

	stats->total = frames * PAGE_SIZE;
	stats->used = stats->total;
	for (unsigned int i = 0; kmem_cache_statistics(i, &cache); i++) {
		stats->total += cache.frames * PAGE_SIZE;
		stats->used += cache.in_use * cache.size;
		stats->blocks += cache.in_use;
	}
}
