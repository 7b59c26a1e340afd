// SPDX-License-Identifier: GPL-2.0-only
/*
 * The size classes, and what becomes of frames. Raw, below the debugging
 * layer.
 */
#include <exo/heap_statistics.h>
#include <exo/kasan.h>
#include <exo/ktest.h>
#include <exo/string.h>

#include "slab.h"

enum {
	NR_OBJECTS = 1000,
	OBJECT_SIZE = 256,
	FRAMES_KEPT = SLABS_EMPTY_MAX + 2, /* two more under the magazine */
};

static void *objects[NR_OBJECTS];

KTEST(slab, each_size_goes_to_the_smallest_class_that_holds_it)
{
	unsigned int wrong = 0;

	for (size_t size = 0; size <= KMALLOC_CLASS_MAX; size++) {
		unsigned int class = kmalloc_class_of(size);

		wrong += class >= KMALLOC_CLASSES;
		wrong += kmalloc_class_size(class) < size;
		wrong += class && kmalloc_class_size(class - 1) >= size;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, kmalloc_class_size(0), 16);
	KTEST_EXPECT_EQ(t, kmalloc_class_size(KMALLOC_CLASSES - 1),
			KMALLOC_CLASS_MAX);
}

KTEST(slab, at_most_an_eighth_of_a_slab_is_waste)
{
	for (unsigned int i = 0; i < KMALLOC_CLASSES; i++) {
		struct kmem_cache *cache = kmalloc_caches[i];
		size_t bytes = cache->frames_per_slab * PAGE_SIZE;
		size_t used = (size_t)cache->objects_per_slab * cache->size;

		KTEST_EXPECT_LE(t, used, bytes);
		KTEST_EXPECT_LE(t, bytes - used, bytes / 8);
	}
}

static struct kmem_cache_statistics statistics_of(const char *name)
{
	struct kmem_cache_statistics stats;

	for (unsigned int i = 0; kmem_cache_statistics(i, &stats); i++)
		if (strcmp(stats.name, name) == 0)
			return stats;
	return (struct kmem_cache_statistics){0};
}

/* Objects come from below the layer that would allow their use. */
static void *take(struct kmem_cache *cache)
{
	void *object = kmem_cache_alloc(cache);

	if (object)
		kasan_allow(object, kmem_cache_size(cache));
	return object;
}

static void give(struct kmem_cache *cache, void *object)
{
	kasan_forbid(object, kmem_cache_size(cache));
	kmem_cache_free(cache, object);
}

static unsigned int fill(struct kmem_cache *cache, unsigned int count)
{
	unsigned int missing = 0;

	for (unsigned int i = 0; i < count; i++) {
		objects[i] = take(cache);
		missing += !objects[i];
	}
	return missing;
}

KTEST(slab, last_object_freed_is_the_first_allocated)
{
	struct kmem_cache *cache = kmem_cache_create("ktest lifo", 64, 0);

	KTEST_ASSERT_NE(t, cache, NULL);
	KTEST_EXPECT_EQ(t, fill(cache, 3), 0);
	give(cache, objects[0]);
	give(cache, objects[2]);
	KTEST_EXPECT_EQ(t, take(cache), objects[2]);
	KTEST_EXPECT_EQ(t, take(cache), objects[0]);
	for (unsigned int i = 0; i < 3; i++)
		give(cache, objects[i]);
	kmem_cache_destroy(cache);
}

KTEST(slab, empty_slabs_are_given_back_but_for_a_few)
{
	struct kmem_cache *cache =
		kmem_cache_create("ktest empty", OBJECT_SIZE, 0);
	struct kmem_cache_statistics stats;

	KTEST_ASSERT_NE(t, cache, NULL);
	KTEST_EXPECT_EQ(t, fill(cache, NR_OBJECTS), 0);
	stats = statistics_of("ktest empty");
	KTEST_EXPECT_EQ(t, stats.in_use, NR_OBJECTS);
	KTEST_EXPECT_GE(t, stats.frames, NR_OBJECTS * OBJECT_SIZE / PAGE_SIZE);
	for (unsigned int i = 0; i < NR_OBJECTS; i++)
		give(cache, objects[i]);
	stats = statistics_of("ktest empty");
	KTEST_EXPECT_EQ(t, stats.in_use, 0);
	KTEST_EXPECT_LE(t, stats.frames, FRAMES_KEPT + 1);
	kmem_cache_destroy(cache);
}

KTEST(slab, slabs_emptied_in_any_order_leave_the_others_usable)
{
	struct kmem_cache *cache =
		kmem_cache_create("ktest order", OBJECT_SIZE, 0);
	unsigned int wrong = 0;

	KTEST_ASSERT_NE(t, cache, NULL);
	KTEST_EXPECT_EQ(t, fill(cache, NR_OBJECTS), 0);
	/* Each step of a prime lands in another slab. */
	for (unsigned int n = 0, i = 0; n < NR_OBJECTS / 2;
	     n++, i = (i + 367) % NR_OBJECTS) {
		give(cache, objects[i]);
		objects[i] = NULL;
	}
	for (unsigned int i = 0; i < NR_OBJECTS; i++) {
		if (!objects[i])
			objects[i] = take(cache);
		if (objects[i])
			memset(objects[i], (int)i, OBJECT_SIZE);
	}
	for (unsigned int i = 0; i < NR_OBJECTS; i++) {
		u8 *object = objects[i];

		wrong += !object || object[0] != (u8)i ||
			 object[OBJECT_SIZE - 1] != (u8)i;
		give(cache, object);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, statistics_of("ktest order").in_use, 0);
	kmem_cache_destroy(cache);
}

KTEST(slab, large_objects_share_runs_of_frames)
{
	struct kmem_cache *cache = kmem_cache_create("ktest large", 3000, 0);
	struct kmem_cache_statistics stats;

	KTEST_ASSERT_NE(t, cache, NULL);
	KTEST_EXPECT_EQ(t, fill(cache, 40), 0);
	stats = statistics_of("ktest large");
	KTEST_EXPECT_LE(t, stats.frames * PAGE_SIZE, 44 * 3000 * 8 / 7);
	for (unsigned int i = 0; i < 40; i++) {
		memset(objects[i], 0xff, 3000);
		give(cache, objects[i]);
	}
	kmem_cache_destroy(cache);
	KTEST_EXPECT_EQ(t, statistics_of("ktest large").frames, 0);
}

KTEST(slab, destroying_a_cache_in_use_leaves_its_objects_alone)
{
	struct kmem_cache *cache = kmem_cache_create("ktest leak", 48, 0);
	u8 *object;

	KTEST_ASSERT_NE(t, cache, NULL);
	object = take(cache);
	KTEST_ASSERT_NE(t, object, NULL);
	memset(object, 0x42, 48);
	kmem_cache_destroy(cache);
	KTEST_EXPECT_EQ(t, statistics_of("ktest leak").in_use, 1);
	KTEST_EXPECT_EQ(t, object[47], 0x42);
	give(cache, object);
	kmem_cache_destroy(cache);
	KTEST_EXPECT_EQ(t, statistics_of("ktest leak").total, 0);
}
