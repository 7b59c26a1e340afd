// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list heap: one piece of memory, cut into blocks that lie side by side.
 *
 *	| size, used | payload ... | size, free | next, previous ... | end
 *	  ^ prev_size
 *
 * Each block knows its own size and that of the block below, so a freed block
 * finds both its neighbours at once and swallows those that are free. Free
 * blocks are in a list, the last one freed first; an allocation takes the
 * first that is large enough, which takes time in proportion to their number.
 *
 * Caches are names for a size here; their objects are blocks.
 */
#define pr_fmt(fmt) "heap: " fmt

#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/kasan.h>
#include <exo/list.h>
#include <exo/printk.h>
#include <exo/spinlock.h>

#include "heap_internal.h"

struct block {
	size_t size; /* to the next block; bit 0: in use */
	size_t prev_size; /* from the block below; 0: this is the first */
	struct list_head node; /* of a free one; payload begins here */
};

enum {
	BLOCK_USED = 1,
	BLOCK_HEADER = offsetof(struct block, node),
	BLOCK_MIN = sizeof(struct block),
	HEAP_SHARE_MAX = 4, /* takes at most one part of memory in so many */
};

_Static_assert((size_t)BLOCK_HEADER == HEAP_ALIGN_MIN, "payloads are aligned");

struct kmem_cache {
	const char *name;
	size_t size, align;
	u64 in_use; /* lock */
	struct list_head node; /* of all caches, lock */
};

static struct spinlock lock = SPINLOCK_INIT("heap");
static LIST_HEAD(free_blocks);
static LIST_HEAD(caches);
static struct heap_statistics statistics;

static size_t block_size(const struct block *block)
{
	return block->size & ~(size_t)BLOCK_USED;
}

static bool block_used(const struct block *block)
{
	return block->size & BLOCK_USED;
}

static struct block *block_at(struct block *block, size_t offset)
{
	return (struct block *)((char *)block + offset);
}

static struct block *block_above(struct block *block)
{
	return block_at(block, block_size(block));
}

static struct block *block_below(struct block *block)
{
	return (struct block *)((char *)block - block->prev_size);
}

static struct block *block_of(const void *payload)
{
	return (struct block *)((char *)payload - BLOCK_HEADER);
}

static void *payload_of(struct block *block)
{
	return &block->node;
}

/* Make @block a free one of @size bytes. The block above must exist. */
static void make_free(struct block *block, size_t size)
{
	block->size = size;
	block_above(block)->prev_size = size;
	list_add(&block->node, &free_blocks);
}

/* Cut @block, which is in no list, at @size; the part above becomes free. */
static void split(struct block *block, size_t size)
{
	struct block *rest = block_at(block, size);
	size_t rest_size = block_size(block) - size;

	block->size = size;
	rest->prev_size = size;
	make_free(rest, rest_size);
}

/* How far into a free block the payload's alignment moves the new one. */
static size_t gap_before(struct block *block, size_t align)
{
	size_t payload = (size_t)payload_of(block);
	size_t gap = ALIGN_UP(payload, align) - payload;

	/* The gap becomes a block. @align is more than BLOCK_MIN / 2 then. */
	while (gap && gap < BLOCK_MIN)
		gap += align;
	return gap;
}

/* Take @size bytes, header included, out of a block that has them. */
static struct block *carve(struct block *block, size_t gap, size_t size)
{
	list_del(&block->node);
	if (gap) {
		split(block, gap);
		list_add(&block->node, &free_blocks);
		block = block_above(block);
		list_del(&block->node);
	}
	if (block_size(block) - size >= BLOCK_MIN)
		split(block, size);
	block->size |= BLOCK_USED;
	return block;
}

static struct block *find_and_carve(size_t size, size_t align)
{
	struct block *block;

	list_for_each_entry(block, &free_blocks, node) {
		size_t gap = gap_before(block, align);

		if (block_size(block) >= size + gap)
			return carve(block, gap, size);
	}
	return NULL;
}

static void *block_alloc(size_t size, size_t align)
{
	struct block *block;
	size_t total;

	assert_may_allocate();
	if (size > statistics.total)
		return NULL;
	total = max(ALIGN_UP(size, (size_t)HEAP_ALIGN_MIN) + BLOCK_HEADER,
		    (size_t)BLOCK_MIN);
	spin_lock(&lock);
	block = find_and_carve(total, align);
	if (block) {
		statistics.used += block_size(block);
		statistics.blocks++;
	}
	spin_unlock(&lock);
	return block ? payload_of(block) : NULL;
}

/* Join @block, which is in no list, with the free ones beside it. */
static void join_and_free(struct block *block)
{
	struct block *above = block_above(block);
	size_t size = block_size(block);

	if (!block_used(above)) {
		list_del(&above->node);
		size += block_size(above);
	}
	if (block->prev_size) {
		struct block *below = block_below(block);

		if (!block_used(below)) {
			list_del(&below->node);
			size += block_size(below);
			block = below;
		}
	}
	make_free(block, size);
}

static void block_free(void *payload)
{
	struct block *block = block_of(payload);

	assert_may_allocate();
	ASSERT(block_used(block)); /* not freed twice */
	spin_lock(&lock);
	statistics.used -= block_size(block);
	statistics.blocks--;
	join_and_free(block);
	spin_unlock(&lock);
}

__noinline void *kmalloc(size_t size)
{
	return heap_should_fail(CALLER_ADDRESS)
		       ? NULL
		       : block_alloc(size, heap_natural_align(size));
}

void kfree(void *block)
{
	if (block)
		block_free(block);
}

size_t kmalloc_size(const void *block)
{
	return block_size(block_of(block)) - BLOCK_HEADER;
}

struct kmem_cache *kmem_cache_create(const char *name, size_t size,
				     size_t align)
{
	struct kmem_cache *cache;

	align = max(align, (size_t)HEAP_ALIGN_MIN);
	ASSERT(size && !(align & (align - 1)) && align <= PAGE_SIZE);
	cache = kmalloc(sizeof(*cache));
	if (!cache)
		return NULL;
	kasan_allow(cache, sizeof(*cache));
	*cache = (struct kmem_cache){
		.name = name,
		.size = size,
		.align = align,
	};
	spin_lock(&lock);
	list_add_tail(&cache->node, &caches);
	spin_unlock(&lock);
	return cache;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (cache->in_use) {
		pr_err("cache %s is destroyed with %llu objects in use\n",
		       cache->name, (unsigned long long)cache->in_use);
		return;
	}
	spin_lock(&lock);
	list_del(&cache->node);
	spin_unlock(&lock);
	kasan_forbid(cache, sizeof(*cache));
	kfree(cache);
}

static void cache_count(struct kmem_cache *cache, s64 objects)
{
	__atomic_fetch_add(&cache->in_use, (u64)objects, __ATOMIC_RELAXED);
}

__noinline void *kmem_cache_alloc(struct kmem_cache *cache)
{
	void *object = NULL;

	if (!heap_should_fail(CALLER_ADDRESS))
		object = block_alloc(cache->size, cache->align);
	if (object)
		cache_count(cache, 1);
	return object;
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	cache_count(cache, -1);
	block_free(object);
}

size_t kmem_cache_size(const struct kmem_cache *cache)
{
	return cache->size;
}

const char *kmem_cache_name(const struct kmem_cache *cache)
{
	return cache->name;
}

size_t kmem_cache_align(const struct kmem_cache *cache)
{
	return cache->align;
}

bool kmem_cache_statistics(unsigned int index,
			   struct kmem_cache_statistics *stats)
{
	struct kmem_cache *cache;
	bool found = false;

	spin_lock(&lock);
	list_for_each_entry(cache, &caches, node) {
		if (index-- == 0) {
			*stats = (struct kmem_cache_statistics){
				.name = cache->name,
				.size = cache->size,
				.in_use = cache->in_use,
				.total = cache->in_use,
			};
			found = true;
			break;
		}
	}
	spin_unlock(&lock);
	return found;
}

void heap_statistics(struct heap_statistics *stats)
{
	spin_lock(&lock);
	*stats = statistics;
	spin_unlock(&lock);
}

/* The largest run up to @count frames, by halves; its length in *@got. */
static struct frame *take_frames(size_t count, size_t *got)
{
	struct frame *first = NULL;

	for (*got = count; *got; *got /= 2) {
		first = frame_alloc_run(*got, PAGE_SIZE, 0);
		if (first)
			break;
	}
	return first;
}

/* One free block, and an end that looks like a block in use. */
static void fill_heap(struct block *start, size_t size)
{
	struct block *end = block_at(start, size - BLOCK_HEADER);

	end->size = BLOCK_HEADER | BLOCK_USED;
	start->prev_size = 0;
	make_free(start, size - BLOCK_HEADER);
	statistics.total = size - BLOCK_HEADER;
	kasan_forbid(start, size);
}

void heap_init(void)
{
	size_t wanted = DIV_ROUND_UP(CONFIG_HEAP_SIZE_KB * 1024UL, PAGE_SIZE);
	struct frame_statistics frames;
	struct frame *first;
	size_t count;

	frame_statistics(&frames);
	first = take_frames(min(wanted, (size_t)frames.total / HEAP_SHARE_MAX),
			    &count);
	if (!first)
		panic("no memory for the heap");
	if (count < wanted)
		pr_warn("%zu KB of the %u KB configured: memory is short\n",
			count * PAGE_SIZE / 1024, CONFIG_HEAP_SIZE_KB);
	fill_heap(frame_to_virt(first), count * PAGE_SIZE);
}
