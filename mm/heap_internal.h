/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. For the two allocators, which include this last.
 *
 * With CONFIG_HEAP_DEBUG the functions that everybody calls are those of
 * heap_debug.c. It stands between the callers and the allocator, whose own
 * functions then have the names below. The allocators know nothing of it.
 */
#ifndef MM_HEAP_INTERNAL_H
#define MM_HEAP_INTERNAL_H

#include <asm/memlayout.h>
#include <exo/cpu.h>
#include <exo/fault_inject.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/preempt.h>

#undef kmalloc

#ifdef CONFIG_HEAP_DEBUG
__must_check void *raw_kmalloc(size_t size);
void raw_kfree(void *block);
size_t raw_kmalloc_size(const void *block);
__must_check struct kmem_cache *raw_cache_create(const char *name, size_t size,
						 size_t align);
void raw_cache_destroy(struct kmem_cache *cache);
__must_check void *raw_cache_alloc(struct kmem_cache *cache);
void raw_cache_free(struct kmem_cache *cache, void *object);
size_t raw_cache_size(const struct kmem_cache *cache);

#ifndef HEAP_DEBUG_LAYER
#define kmalloc		   raw_kmalloc
#define kfree		   raw_kfree
#define kmalloc_size	   raw_kmalloc_size
#define kmem_cache_create  raw_cache_create
#define kmem_cache_destroy raw_cache_destroy
#define kmem_cache_alloc   raw_cache_alloc
#define kmem_cache_free	   raw_cache_free
#define kmem_cache_size	   raw_cache_size
#endif
#endif

/* What @cache was made with. */
size_t kmem_cache_align(const struct kmem_cache *cache);
const char *kmem_cache_name(const struct kmem_cache *cache);

enum {
	HEAP_ALIGN_MIN = 16
};

/* What kmalloc(@size) promises. */
static inline size_t heap_natural_align(size_t size)
{
	bool power_of_two = size && !(size & (size - 1));

	return power_of_two && size > HEAP_ALIGN_MIN && size <= PAGE_SIZE
		       ? size
		       : HEAP_ALIGN_MIN;
}

/* The heap_debug layer has asked already, on behalf of the true caller. */
static __always_inline bool heap_should_fail(unsigned long caller)
{
	return !IS_ENABLED(CONFIG_HEAP_DEBUG) &&
	       fault_inject_should_fail(caller);
}

/*
 * Nor free. Not asked on the slab heap's short ways, where it would be a tenth
 * of the work; CONFIG_HEAP_DEBUG asks always.
 */
static __always_inline void assert_may_allocate(void)
{
	ASSERT(!in_interrupt());
}

#endif
