/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. The kernel heap. Contexts as <exo/frame.h>: threads and start-up
 * code, no interrupt handlers, no spinlock held. Never sleeps, returns NULL
 * when memory is short. Every result is aligned to 16 bytes; sizes that are
 * powers of two up to a page are aligned to themselves.
 */
#ifndef EXO_KMALLOC_H
#define EXO_KMALLOC_H

#include <exo/compiler.h>
#include <exo/types.h>

#ifdef CONFIG_HEAP

/* @size bytes; 0 gives a valid pointer to nothing, that kfree() takes. */
__must_check void *kmalloc(size_t size);
__must_check void *kzalloc(size_t size);

/* @count objects of @size bytes, zeroed; NULL too when the product wraps. */
__must_check void *kcalloc(size_t count, size_t size);

/* As in ISO C: on failure the old block stays as it was. */
__must_check void *krealloc(void *block, size_t size);

/* NULL is fine. */
void kfree(void *block);

/* The bytes that @block really has, at least what was asked for. */
size_t kmalloc_size(const void *block);

/* Objects of one size. */
struct kmem_cache;

/*
 * @name is kept. @align is a power of two, 0 for the default. NULL when memory
 * is short.
 */
__must_check struct kmem_cache *kmem_cache_create(const char *name, size_t size,
						  size_t align);
/* All objects must have been freed; a leak is reported and keeps its frames. */
void kmem_cache_destroy(struct kmem_cache *cache);

__must_check void *kmem_cache_alloc(struct kmem_cache *cache);
__must_check void *kmem_cache_zalloc(struct kmem_cache *cache);
void kmem_cache_free(struct kmem_cache *cache, void *object);

/* Once, after frame_init(). */
void heap_init(void);

#else
static inline void heap_init(void)
{
}
#endif

#endif
