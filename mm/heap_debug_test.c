// SPDX-License-Identifier: GPL-2.0-only
/*
 * Misuse of every kind, each seen and survived. tests/boot/test_heap.py reads
 * what the reports say. Under CONFIG_KASAN the accesses are reported before
 * the heap sees their traces; the bytes are put in place through a pointer
 * that the compiler does not watch.
 */
#include <exo/compiler.h>
#include <exo/heap_debug.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/string.h>

enum {
	SIZE = 40,
	MANY = 400, /* more than the quarantine holds */
};

#define EXPECT_REPORTS(t, count, statement)                             \
	do {                                                            \
		unsigned int _before = heap_debug_report_count();       \
                                                                        \
		statement;                                              \
		KTEST_EXPECT_EQ(t, heap_debug_report_count() - _before, \
				count);                                 \
	} while (0)

/* In assembly, which the compiler does not check. */
static void poke(u8 *address, u8 value)
{
	__asm__ volatile("movb %1, (%0)"
			 :
			 : "r"(address), "q"(value)
			 : "memory");
}

static void pass_many_through_the_quarantine(void)
{
	for (unsigned int i = 0; i < MANY; i++)
		kfree(kmalloc(SIZE));
}

KTEST(heap_debug, proper_use_is_not_reported)
{
	EXPECT_REPORTS(t, 0, pass_many_through_the_quarantine());
	KTEST_EXPECT_EQ(t, heap_check(), 0);
}

KTEST(heap_debug, fresh_memory_is_no_leftover)
{
	u8 *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	KTEST_EXPECT_EQ(t, block[0], 0xf5);
	KTEST_EXPECT_EQ(t, block[SIZE - 1], 0xf5);
	kfree(block);
}

KTEST(heap_debug, block_has_just_the_size_asked_for)
{
	void *block = kmalloc(SIZE + 1);

	KTEST_ASSERT_NE(t, block, NULL);
	KTEST_EXPECT_EQ(t, kmalloc_size(block), SIZE + 1);
	kfree(block);
}

KTEST(heap_debug, double_free_is_reported_however_late)
{
	void *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 0, kfree(block));
	EXPECT_REPORTS(t, 1, kfree(block));
	for (unsigned int i = 0; i < 100; i++)
		kfree(kmalloc(SIZE));
	EXPECT_REPORTS(t, 1, kfree(block));
}

KTEST(heap_debug, write_past_the_end_is_reported_by_free)
{
	u8 *block = kmalloc(SIZE + 1);

	KTEST_ASSERT_NE(t, block, NULL);
	poke(block + SIZE + 1, 0);
	KTEST_EXPECT_EQ(t, heap_check(), 1);
	EXPECT_REPORTS(t, 1, kfree(block));
	poke(block + SIZE + 1, 0xb3);
	EXPECT_REPORTS(t, 0, kfree(block));
}

KTEST(heap_debug, write_before_the_start_is_reported_by_free)
{
	u8 *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	poke(block - 1, 0);
	EXPECT_REPORTS(t, 1, kfree(block));
	poke(block - 1, 0xb3);
	EXPECT_REPORTS(t, 0, kfree(block));
}

KTEST(heap_debug, write_after_free_is_reported_and_the_block_left_alone)
{
	u8 *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	kfree(block);
	poke(block + SIZE - 1, 1);
	EXPECT_REPORTS(t, 1, KTEST_EXPECT_EQ(t, heap_check(), 1));
	EXPECT_REPORTS(t, 1, pass_many_through_the_quarantine());
	EXPECT_REPORTS(t, 0, pass_many_through_the_quarantine());
}

KTEST(heap_debug, pointers_that_are_no_blocks_are_reported)
{
	static u8 image[64] __aligned(16);
	u8 *block = kmalloc(256);

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 1, kfree(block + 128));
	EXPECT_REPORTS(t, 1, kfree(block + 1));
	EXPECT_REPORTS(t, 1, kfree(image + 16));
	EXPECT_REPORTS(t, 1, kfree((void *)16));
	EXPECT_REPORTS(t, 0, kfree(block));
}

KTEST(heap_debug, object_freed_to_the_wrong_cache_is_reported)
{
	struct kmem_cache *one = kmem_cache_create("ktest one", 24, 0);
	struct kmem_cache *other = kmem_cache_create("ktest other", 24, 0);
	void *object;

	KTEST_ASSERT(t, one && other);
	object = kmem_cache_alloc(one);
	KTEST_ASSERT_NE(t, object, NULL);
	EXPECT_REPORTS(t, 1, kmem_cache_free(other, object));
	EXPECT_REPORTS(t, 1, kfree(object));
	EXPECT_REPORTS(t, 0, kmem_cache_free(one, object));
	kmem_cache_destroy(one);
	kmem_cache_destroy(other);
}

KTEST(heap_debug, objects_of_a_cache_are_watched_to_the_byte)
{
	struct kmem_cache *cache = kmem_cache_create("ktest odd", 21, 64);
	u8 *object;

	KTEST_ASSERT_NE(t, cache, NULL);
	object = kmem_cache_alloc(cache);
	KTEST_ASSERT_NE(t, object, NULL);
	KTEST_EXPECT_EQ(t, (size_t)object % 64, 0);
	poke(object + 21, 0);
	EXPECT_REPORTS(t, 1, kmem_cache_free(cache, object));
	poke(object + 21, 0xb3);
	EXPECT_REPORTS(t, 0, kmem_cache_free(cache, object));
	kmem_cache_destroy(cache);
}

KTEST(heap_debug, old_address_is_dead_after_realloc)
{
	void *block = kmalloc(SIZE), *moved = krealloc(block, SIZE);

	KTEST_ASSERT_NE(t, moved, NULL);
	KTEST_EXPECT_NE(t, moved, block);
	EXPECT_REPORTS(t, 1, kfree(block));
	EXPECT_REPORTS(t, 0, kfree(moved));
}

KTEST(heap_debug, live_blocks_are_counted_and_listed)
{
	size_t before = heap_debug_blocks();
	void *one = kmalloc(SIZE), *other = kmalloc(SIZE);

	KTEST_EXPECT_EQ(t, heap_debug_blocks() - before, 2);
	EXPECT_REPORTS(t, 0, heap_report_leaks());
	kfree(one);
	kfree(other);
	KTEST_EXPECT_EQ(t, heap_debug_blocks(), before);
}
