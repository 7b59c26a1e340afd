// SPDX-License-Identifier: GPL-2.0-only
/*
 * The heap's API with checks, in front of either allocator; heap_debug.h has
 * the picture. Misuse is reported, and the block concerned is left alone: it
 * never goes back to the allocator, and the kernel goes on.
 */
#include <exo/frame.h>
#include <exo/heap_debug.h>
#include <exo/kasan.h>
#include <exo/string.h>

#include "heap_debug.h"

enum {
	QUARANTINE_BLOCKS = 256,
	QUARANTINE_BYTES = 256 * 1024,
};

struct spinlock heap_debug_lock = SPINLOCK_INIT("heap_debug");
LIST_HEAD(heap_live_blocks);
LIST_HEAD(heap_quarantine);
static size_t nr_live, nr_quarantined, quarantined_bytes;

static bool all_bytes_are(const void *start, u8 byte, size_t size)
{
	const u8 *bytes = start;

	for (size_t i = 0; i < size; i++)
		if (bytes[i] != byte)
			return false;
	return true;
}

static u8 *zone_behind(struct debug_block *block)
{
	return (u8 *)debug_payload(block) + block->size;
}

/* What the allocator must give for @size bytes at a multiple of @align. */
static size_t raw_size(size_t size, size_t align)
{
	return sizeof(struct debug_block) + (align - HEAP_ALIGN_MIN) + size +
	       ZONE_SIZE;
}

/* Why @block is damaged, or NULL. It is live or in the quarantine. */
static const char *damage(struct debug_block *block)
{
	if (!all_bytes_are(block->zone, ZONE_BYTE, ZONE_SIZE))
		return "write before the start";
	if (!all_bytes_are(zone_behind(block), ZONE_BYTE, ZONE_SIZE))
		return "write past the end";
	if (block->state == BLOCK_FREED &&
	    !all_bytes_are(debug_payload(block), FREED_BYTE, block->size))
		return "write after free";
	return NULL;
}

/* Give @block, which is in no list, back to the allocator, if it is whole. */
static void give_back(struct debug_block *block)
{
	const char *what = damage(block);

	if (what)
		heap_report_misuse(what, block, 0);
	else if (block->cache)
		raw_cache_free(block->cache, block->raw);
	else
		raw_kfree(block->raw);
}

/* The oldest block of a quarantine that is too large, or of any if @all. */
static struct debug_block *quarantine_pop(bool all)
{
	struct debug_block *block = NULL;

	spin_lock(&heap_debug_lock);
	if (all || nr_quarantined > QUARANTINE_BLOCKS ||
	    quarantined_bytes > QUARANTINE_BYTES)
		block = list_first_entry(&heap_quarantine, struct debug_block,
					 node);
	if (block) {
		list_del(&block->node);
		nr_quarantined--;
		quarantined_bytes -= block->size;
	}
	spin_unlock(&heap_debug_lock);
	return block;
}

/* Whether any block left it. */
static bool quarantine_drain(bool all)
{
	struct debug_block *block;
	bool any = false;

	while ((block = quarantine_pop(all))) {
		give_back(block);
		any = true;
	}
	return any;
}

static void *raw_alloc_once(struct kmem_cache *cache, size_t size)
{
	return cache ? raw_cache_alloc(cache) : raw_kmalloc(size);
}

/* Memory that waits in the quarantine is no reason to fail. */
static void *raw_alloc(struct kmem_cache *cache, size_t size)
{
	void *raw = raw_alloc_once(cache, size);

	if (!raw && quarantine_drain(true))
		raw = raw_alloc_once(cache, size);
	return raw;
}

static void write_patterns(struct debug_block *block)
{
	memset(block->zone, ZONE_BYTE, ZONE_SIZE);
	memset(zone_behind(block), ZONE_BYTE, ZONE_SIZE);
	memset(debug_payload(block), FRESH_BYTE, block->size);
}

static void add_live(struct debug_block *block)
{
	spin_lock(&heap_debug_lock);
	list_add_tail(&block->node, &heap_live_blocks);
	nr_live++;
	spin_unlock(&heap_debug_lock);
}

/* The header of a payload at a multiple of @align, within @raw. */
static struct debug_block *place_block(void *raw, size_t align)
{
	size_t payload =
		ALIGN_UP((size_t)raw + sizeof(struct debug_block), align);

	return (struct debug_block *)payload - 1;
}

static void *debug_alloc(struct kmem_cache *cache, size_t size, size_t align,
			 unsigned long caller)
{
	struct debug_block *block;
	void *raw;

	assert_may_allocate();
	if (fault_inject_should_fail(caller) || size > PTRDIFF_MAX)
		return NULL;
	raw = raw_alloc(cache, raw_size(size, align));
	if (!raw)
		return NULL;
	block = place_block(raw, align);
	kasan_allow(raw, raw_size(size, align));
	*block = (struct debug_block){
		.raw = raw,
		.cache = cache,
		.size = size,
		.allocated_at = caller,
		.state = BLOCK_LIVE,
	};
	write_patterns(block);
	kasan_forbid(raw, raw_size(size, align));
	kasan_allow(debug_payload(block), size);
	add_live(block);
	return debug_payload(block);
}

/* Whether there may be a block's header before @payload, to look at. */
static bool may_be_payload(const void *payload)
{
	size_t address = (size_t)payload;
	size_t header = sizeof(struct debug_block);

	return address % HEAP_ALIGN_MIN == 0 &&
	       address >= DIRECT_MAP_START + header &&
	       phys_is_ram(virt_to_phys(payload)) &&
	       phys_is_ram(virt_to_phys(payload) - header);
}

/* NULL when it is none, nor was one. */
static struct debug_block *block_of(void *payload)
{
	struct debug_block *block;

	if (!may_be_payload(payload))
		return NULL;
	block = (struct debug_block *)payload - 1;
	return block->state == BLOCK_LIVE || block->state == BLOCK_FREED ? block
									 : NULL;
}

/* Take the block out of the live ones, or say why not. */
static const char *retire(struct debug_block *block, struct kmem_cache *cache,
			  unsigned long caller)
{
	bool freed = block->state == BLOCK_FREED;
	const char *what = freed ? "double free" : damage(block);

	if (!what && block->cache != cache)
		what = "free to the wrong cache";
	if (what)
		return what;
	spin_lock(&heap_debug_lock);
	block->state = BLOCK_FREED;
	block->freed_at = caller;
	list_del(&block->node);
	nr_live--;
	spin_unlock(&heap_debug_lock);
	return NULL;
}

static void quarantine_push(struct debug_block *block)
{
	spin_lock(&heap_debug_lock);
	list_add_tail(&block->node, &heap_quarantine);
	nr_quarantined++;
	quarantined_bytes += block->size;
	spin_unlock(&heap_debug_lock);
}

static void debug_free(struct kmem_cache *cache, void *payload,
		       unsigned long caller)
{
	struct debug_block *block = block_of(payload);
	const char *what;

	assert_may_allocate();
	if (!block) {
		heap_report_foreign(payload, caller);
		return;
	}
	what = retire(block, cache, caller);
	if (what) {
		heap_report_misuse(what, block, caller);
		return;
	}
	memset(payload, FREED_BYTE, block->size);
	kasan_forbid(payload, block->size);
	quarantine_push(block);
	quarantine_drain(false);
}

__noinline void *kmalloc(size_t size)
{
	return debug_alloc(NULL, size, heap_natural_align(size),
			   CALLER_ADDRESS);
}

__noinline void kfree(void *block)
{
	if (block)
		debug_free(NULL, block, CALLER_ADDRESS);
}

/* Always another place: who kept the old address finds out. */
__noinline void *krealloc(void *block, size_t size)
{
	void *moved = debug_alloc(NULL, size, heap_natural_align(size),
				  CALLER_ADDRESS);

	if (moved && block) {
		memcpy(moved, block, min(size, kmalloc_size(block)));
		debug_free(NULL, block, CALLER_ADDRESS);
	}
	return moved;
}

size_t kmalloc_size(const void *block)
{
	return ((const struct debug_block *)block - 1)->size;
}

struct kmem_cache *kmem_cache_create(const char *name, size_t size,
				     size_t align)
{
	if (fault_inject_should_fail(CALLER_ADDRESS) || size > PTRDIFF_MAX)
		return NULL;
	align = max(align, (size_t)HEAP_ALIGN_MIN);
	return raw_cache_create(name, raw_size(size, align), align);
}

size_t kmem_cache_size(const struct kmem_cache *cache)
{
	return raw_cache_size(cache) - raw_size(0, kmem_cache_align(cache));
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	quarantine_drain(true);
	raw_cache_destroy(cache);
}

__noinline void *kmem_cache_alloc(struct kmem_cache *cache)
{
	return debug_alloc(cache, kmem_cache_size(cache),
			   kmem_cache_align(cache), CALLER_ADDRESS);
}

__noinline void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	debug_free(cache, object, CALLER_ADDRESS);
}

size_t heap_debug_blocks(void)
{
	return READ_ONCE(nr_live);
}

/* The first damaged block at or after the @index-th, and why; else NULL. */
static struct debug_block *find_damaged(struct list_head *list, size_t *index,
					const char **what)
{
	struct debug_block *block, *found = NULL;
	size_t i = 0;

	spin_lock(&heap_debug_lock);
	list_for_each_entry(block, list, node) {
		if (i++ < *index)
			continue;
		*what = damage(block);
		if (*what) {
			found = block;
			*index = i;
			break;
		}
	}
	spin_unlock(&heap_debug_lock);
	return found;
}

static unsigned int check_list(struct list_head *list)
{
	struct debug_block *block;
	unsigned int damaged = 0;
	const char *what;
	size_t index = 0;

	while ((block = find_damaged(list, &index, &what))) {
		heap_report_misuse(what, block, 0);
		damaged++;
	}
	return damaged;
}

unsigned int heap_check(void)
{
	return check_list(&heap_live_blocks) + check_list(&heap_quarantine);
}
