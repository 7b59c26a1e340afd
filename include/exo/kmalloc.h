/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. The kernel heap. Contexts as <exo/frame.h>: threads and start-up
 * code, no interrupt handlers, no spinlock held. Never sleeps, returns NULL
 * when memory is short. Every result is aligned to 16 bytes; sizes that are
 * powers of two up to a page are aligned to themselves.
 *
 * mm/slab.c or mm/heap_list.c implements it, by choice HEAP_ALLOCATOR;
 * CONFIG_HEAP_DEBUG puts mm/heap_debug.c in front of either.
 */
#ifndef EXO_KMALLOC_H
#define EXO_KMALLOC_H

#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/types.h>

#ifdef CONFIG_HEAP

/* @size bytes; 0 gives a valid pointer to nothing, that kfree() takes. */
__must_check void *kmalloc(size_t size);

/* As in ISO C: on failure the old block stays as it was. */
__must_check void *krealloc(void *block, size_t size);

/* NULL is fine. */
void kfree(void *block);

/* The bytes that @block really has, at least what was asked for. */
size_t kmalloc_size(const void *block);

/* Objects of one size. */
struct kmem_cache;

/*
 * @size is at least 1, @align a power of two up to PAGE_SIZE, 0 for the
 * default. @name is kept. NULL when memory is short.
 */
__must_check struct kmem_cache *kmem_cache_create(const char *name, size_t size,
						  size_t align);
/* All objects must have been freed; a leak is reported and keeps its frames. */
void kmem_cache_destroy(struct kmem_cache *cache);

__must_check void *kmem_cache_alloc(struct kmem_cache *cache);
/* @object is of @cache and not NULL. */
void kmem_cache_free(struct kmem_cache *cache, void *object);
/* What kmem_cache_create() was told. */
size_t kmem_cache_size(const struct kmem_cache *cache);

/* A size known to the compiler finds its cache at compile time. */
#if defined(CONFIG_HEAP_SLAB) && !defined(CONFIG_HEAP_DEBUG)
#include <exo/kmalloc_class.h>
#define kmalloc(size)                                                       \
	(__builtin_constant_p(size) && (size_t)(size) <= KMALLOC_CLASS_MAX  \
		 ? kmem_cache_alloc(kmalloc_caches[kmalloc_class_of(size)]) \
		 : kmalloc(size))
#endif

static __always_inline __must_check void *kzalloc(size_t size)
{
	void *block = kmalloc(size);

	return block ? memset(block, 0, size) : NULL;
}

/* @count objects of @size bytes, zeroed; NULL too when the product wraps. */
static __always_inline __must_check void *kcalloc(size_t count, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(count, size, &bytes) ? NULL
							   : kzalloc(bytes);
}

static __always_inline __must_check void *
kmem_cache_zalloc(struct kmem_cache *cache)
{
	void *object = kmem_cache_alloc(cache);

	return object ? memset(object, 0, kmem_cache_size(cache)) : NULL;
}

/* Once, after frame_init(). */
void heap_init(void);

#else
static inline void heap_init(void)
{
}
#endif

#endif
