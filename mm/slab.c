// SPDX-License-Identifier: GPL-2.0-only
/*
 * The slab heap: size classes over frames, see slab.h for the picture.
 *
 * The price of an allocation is what kmem_cache_alloc() and kfree() do here
 * in front of their slow halves: a few instructions with preemption off, on
 * memory of this CPU alone. A block's cache is found through the record of
 * its frame, so blocks have no headers. What is larger than the largest class
 * is a run of frames.
 */
#include <exo/kasan.h>
#include <exo/preempt.h>

#include "slab.h"

static u64 large_blocks, large_block_frames; /* atomic */

/* The class of each multiple of 16 bytes. */
static u8 class_of[KMALLOC_CLASS_MAX / HEAP_ALIGN_MIN + 1];

static struct kmem_cache class_caches[KMALLOC_CLASSES];

#define CLASS_3(n) &class_caches[n], &class_caches[n + 1], &class_caches[n + 2]
struct kmem_cache *const kmalloc_caches[KMALLOC_CLASSES] = {
	CLASS_3(0), CLASS_3(3),	 CLASS_3(6),
	CLASS_3(9), CLASS_3(12), CLASS_3(15),
};

/* Preemption is off; from here on the lock keeps it so. */
static void lock_cache(struct kmem_cache *cache)
{
	assert_may_allocate();
	spin_lock(&cache->lock);
	preempt_enable_no_resched();
}

/*
 * The magazine is empty: fill half of it from slabs, or else get a new slab.
 * Entered with preemption off.
 */
static __noinline void *alloc_slow(struct kmem_cache *cache)
{
	struct magazine *magazine;
	void *object = NULL;

	lock_cache(cache);
	magazine = this_magazine(cache);
	magazine->count =
		slab_take(cache, magazine->objects, magazine->limit / 2);
	if (magazine->count)
		object = magazine->objects[--magazine->count];
	spin_unlock(&cache->lock);
	return object ? object : slab_grow(cache);
}

/* Give up the CPU to whom it is due, then go on with @object. */
static __noinline void *preempted_with(void *object)
{
	preempt_schedule();
	return object;
}

/*
 * This and cache_free() call no function: what is rare is left to one by a
 * jump, so the compiler need not save anything on the short way.
 */
static __always_inline void *cache_alloc(struct kmem_cache *cache)
{
	struct magazine *magazine;
	void *object;

	preempt_disable();
	magazine = this_magazine(cache);
	if (unlikely(!magazine->count))
		return alloc_slow(cache);
	object = magazine->objects[--magazine->count];
	if (unlikely(preempt_count_drop_one()))
		return preempted_with(object);
	return object;
}

/*
 * Put the @count objects at the bottom of the magazine, those not used for
 * the longest time, back into their slabs. cache->lock is held. Returns slabs
 * to release when it is not.
 */
static struct frame *magazine_flush(struct kmem_cache *cache, u32 count)
{
	struct magazine *magazine = this_magazine(cache);
	struct frame *unused = slab_put(cache, magazine->objects, count);

	magazine->count -= count;
	memmove(magazine->objects, magazine->objects + count,
		magazine->count * sizeof(magazine->objects[0]));
	return unused;
}

static void release_slabs(struct kmem_cache *cache, struct frame *slab)
{
	while (slab) {
		struct frame *next = slab->next;

		slab_release(cache, slab);
		slab = next;
	}
}

/* The magazine is full: empty its lower half. Entered with preemption off. */
static __noinline void free_slow(struct kmem_cache *cache, void *object)
{
	struct magazine *magazine;
	struct frame *unused;

	lock_cache(cache);
	magazine = this_magazine(cache);
	unused = magazine_flush(cache, (magazine->limit + 1) / 2);
	magazine->objects[magazine->count++] = object;
	spin_unlock(&cache->lock);
	release_slabs(cache, unused);
}

static __always_inline void cache_free(struct kmem_cache *cache, void *object)
{
	struct magazine *magazine;

	preempt_disable();
	magazine = this_magazine(cache);
	if (unlikely(magazine->count == magazine->limit)) {
		free_slow(cache, object);
		return;
	}
	magazine->objects[magazine->count++] = object;
	preempt_enable();
}

void magazine_drain(struct kmem_cache *cache)
{
	struct frame *unused;

	spin_lock(&cache->lock);
	unused = magazine_flush(cache, this_magazine(cache)->count);
	spin_unlock(&cache->lock);
	release_slabs(cache, unused);
}

static void large_count(s64 blocks, s64 frames)
{
	__atomic_fetch_add(&large_blocks, (u64)blocks, __ATOMIC_RELAXED);
	__atomic_fetch_add(&large_block_frames, (u64)frames, __ATOMIC_RELAXED);
}

static __noinline void *large_alloc(size_t size)
{
	size_t count = size / PAGE_SIZE + (size % PAGE_SIZE != 0);
	struct frame *first;

	assert_may_allocate();
	first = frame_alloc_run(count, PAGE_SIZE, 0);
	if (!first)
		return NULL;
	first->flags = HEAP_FRAME_LARGE;
	first->private = count;
	large_count(1, (s64)count);
	kasan_forbid(frame_to_virt(first), count * PAGE_SIZE);
	return frame_to_virt(first);
}

static __noinline void large_free(struct frame *first, const void *block)
{
	size_t count = first->private;

	ASSERT(first->flags == HEAP_FRAME_LARGE);
	ASSERT(block == frame_to_virt(first));
	assert_may_allocate();
	kasan_allow(block, count * PAGE_SIZE);
	first->flags = 0;
	large_count(-1, -(s64)count);
	frame_free_run(first, count);
}

u64 large_frames(u64 *blocks)
{
	*blocks = __atomic_load_n(&large_blocks, __ATOMIC_RELAXED);
	return __atomic_load_n(&large_block_frames, __ATOMIC_RELAXED);
}

__noinline void *kmalloc(size_t size)
{
	if (heap_should_fail(CALLER_ADDRESS))
		return NULL;
	if (unlikely(size > KMALLOC_CLASS_MAX))
		return large_alloc(size);
	size = (size + HEAP_ALIGN_MIN - 1) / HEAP_ALIGN_MIN;
	return cache_alloc(kmalloc_caches[class_of[size]]);
}

__noinline void kfree(void *block)
{
	struct frame *frame;

	if (!block)
		return;
	frame = virt_to_frame(block);
	if (likely(frame->flags & HEAP_FRAME_SLAB))
		cache_free(frame->cache, block);
	else
		large_free(frame, block);
}

size_t kmalloc_size(const void *block)
{
	struct frame *frame = virt_to_frame(block);

	if (frame->flags & HEAP_FRAME_SLAB)
		return frame->cache->size;
	return frame->private * PAGE_SIZE;
}

__noinline void *kmem_cache_alloc(struct kmem_cache *cache)
{
	return heap_should_fail(CALLER_ADDRESS) ? NULL : cache_alloc(cache);
}

__noinline void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	cache_free(cache, object);
}

void heap_init(void)
{
	static const char *const names[KMALLOC_CLASSES] = {
		"kmalloc-16",	"kmalloc-32",	"kmalloc-48",	"kmalloc-64",
		"kmalloc-96",	"kmalloc-128",	"kmalloc-192",	"kmalloc-256",
		"kmalloc-384",	"kmalloc-512",	"kmalloc-768",	"kmalloc-1024",
		"kmalloc-1536", "kmalloc-2048", "kmalloc-3072", "kmalloc-4096",
		"kmalloc-6144", "kmalloc-8192",
	};

	for (size_t i = 0; i < ARRAY_SIZE(class_of); i++)
		class_of[i] = kmalloc_class_of(i * HEAP_ALIGN_MIN);
	for (unsigned int i = 0; i < KMALLOC_CLASSES; i++)
		cache_setup(kmalloc_caches[i], names[i], kmalloc_class_size(i),
			    HEAP_ALIGN_MIN);
}
