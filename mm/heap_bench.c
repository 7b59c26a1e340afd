// SPDX-License-Identifier: GPL-2.0-only
/*
 * The heap with few and with many blocks alive, and between them as many holes
 * that are too small for the blocks asked for.
 */
#include <exo/bench.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

enum {
	LIVE_MAX = 10000,
	BLOCK_SIZE = 64,
	HOLE_SIZE = 32,
};

static void *live[LIVE_MAX];
static struct kmem_cache *cache;
static u32 random_state;

static void free_live(void)
{
	for (unsigned int i = 0; i < LIVE_MAX; i++) {
		kfree(live[i]);
		live[i] = NULL;
	}
}

/* Leave @size blocks alive with as many holes between them. */
static int allocate_live(unsigned long size)
{
	void *holes = NULL;

	for (unsigned long i = 0; i < size; i++) {
		void **hole = kmalloc(HOLE_SIZE);

		live[i] = kmalloc(BLOCK_SIZE);
		if (hole) {
			*hole = holes;
			holes = hole;
		}
	}
	while (holes) {
		void *next = *(void **)holes;

		kfree(holes);
		holes = next;
	}
	if (live[size - 1])
		return 0;
	free_live();
	return -ENOMEM;
}

#define WITH_LIVE_BLOCKS(operations)                       \
	BENCH_SIZES(10, LIVE_MAX), .batch = (operations),  \
				   .setup = allocate_live, \
				   .teardown = free_live

BENCH(heap, kmalloc_and_kfree, WITH_LIVE_BLOCKS(64))
{
	(void)size;
	kfree(kmalloc(BLOCK_SIZE));
}

/* One block among all goes, a new one takes its place. */
BENCH(heap, replace_a_block, WITH_LIVE_BLOCKS(64))
{
	void **block;

	random_state = random_state * 1664525 + 1013904223;
	block = &live[(random_state >> 8) % size];
	kfree(*block);
	*block = kmalloc(BLOCK_SIZE);
}

static int cache_create(unsigned long size)
{
	(void)size;
	cache = kmem_cache_create("bench", BLOCK_SIZE, 0);
	return cache ? 0 : -ENOMEM;
}

static void cache_destroy(void)
{
	kmem_cache_destroy(cache);
}

BENCH(heap, kmem_cache_alloc_and_free, .batch = 64, .setup = cache_create,
      .teardown = cache_destroy)
{
	void *object = kmem_cache_alloc(cache);

	(void)size;
	if (object)
		kmem_cache_free(cache, object);
}

/* More than the front of a heap keeps ready: all the way down and back. */
BENCH(heap, hundred_blocks, WITH_LIVE_BLOCKS(1))
{
	static void *blocks[100];

	(void)size;
	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		blocks[i] = kmalloc(BLOCK_SIZE);
	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		kfree(blocks[i]);
}

BENCH(heap, large_block, .batch = 4)
{
	(void)size;
	kfree(kmalloc(16 * PAGE_SIZE));
}
