// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses of every kind beside and behind blocks, each reported once.
 * tests/boot/test_heap.py reads what the reports say.
 */
#include <exo/compiler.h>
#include <exo/kasan.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/unaligned.h>

enum {
	SIZE = 44, /* ends inside a granule */
};

#define EXPECT_REPORTS(t, count, statement)                                \
	do {                                                               \
		unsigned int _before = kasan_report_count();               \
                                                                           \
		statement;                                                 \
		KTEST_EXPECT_EQ(t, kasan_report_count() - _before, count); \
	} while (0)

static volatile u64 sink;

/* The same, but the compiler knows nothing of it any more. */
static u8 *opaque(u8 *pointer)
{
	__asm__("" : "+r"(pointer));
	return pointer;
}

static size_t opaque_size(size_t size)
{
	__asm__("" : "+r"(size));
	return size;
}

/* Past the compiler, to put back what the heap finds out otherwise. */
static void poke(u8 *address, u8 value)
{
	__asm__ volatile("movb %1, (%0)"
			 :
			 : "r"(address), "q"(value)
			 : "memory");
}

/* Of any alignment. */
#define READ(type, address) (sink = load_##type(opaque(address)))
#define READ_BYTE(address)  (sink = *opaque(address))
#define WRITE_BYTE(address) (*opaque(address) = 0)

KTEST(kasan, whole_block_may_be_touched)
{
	u8 *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 0, {
		for (unsigned int i = 0; i < SIZE; i++)
			WRITE_BYTE(block + i);
		READ(u64, block);
		READ(u32, block + SIZE - 4);
		memset(block, 0, opaque_size(SIZE));
	});
	kfree(block);
}

KTEST(kasan, accesses_past_the_end_are_reported)
{
	u8 *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 1, READ_BYTE(block + SIZE));
	EXPECT_REPORTS(t, 1, READ(u16, block + SIZE - 1));
	EXPECT_REPORTS(t, 1, READ(u32, block + SIZE - 2));
	EXPECT_REPORTS(t, 1, READ(u64, block + SIZE - 4));
	EXPECT_REPORTS(t, 1, READ(u64, block + SIZE + 4));
	EXPECT_REPORTS(t, 1, WRITE_BYTE(block + SIZE));
	poke(block + SIZE, 0xb3);
	kfree(block);
}

KTEST(kasan, accesses_before_the_start_are_reported)
{
	u8 *block = opaque(kmalloc(SIZE));

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 1, READ_BYTE(block - 1));
	EXPECT_REPORTS(t, 1, READ(u64, block - 4));
	kfree(block);
}

KTEST(kasan, accesses_after_free_are_reported)
{
	u8 *block = kmalloc(SIZE), *kept = opaque(block);

	KTEST_ASSERT_NE(t, block, NULL);
	kfree(block);
	EXPECT_REPORTS(t, 1, READ_BYTE(kept));
	EXPECT_REPORTS(t, 1, READ(u64, kept + SIZE - 12));
}

KTEST(kasan, copies_that_reach_too_far_are_reported)
{
	static u8 image[2 * SIZE];
	u8 *block = kmalloc(SIZE);
	size_t size = opaque_size(SIZE);
	unsigned int before;

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 0, memcpy(block, image, size));
	before = kasan_report_count();
	memcpy(image, block, size + 1);
	KTEST_EXPECT_GT(t, kasan_report_count(), before);
	before = kasan_report_count();
	memmove(image, block - 1, size);
	KTEST_EXPECT_GT(t, kasan_report_count(), before);
	before = kasan_report_count();
	memset(block, 0, size + 1);
	KTEST_EXPECT_GT(t, kasan_report_count(), before);
	poke(block + size, 0xb3);
	kfree(block);
}

KTEST(kasan, objects_of_a_cache_have_their_exact_size)
{
	struct kmem_cache *cache = kmem_cache_create("ktest kasan", 21, 0);
	u8 *object;

	KTEST_ASSERT_NE(t, cache, NULL);
	object = kmem_cache_alloc(cache);
	KTEST_ASSERT_NE(t, object, NULL);
	EXPECT_REPORTS(t, 0, WRITE_BYTE(object + 20));
	EXPECT_REPORTS(t, 1, READ_BYTE(object + 21));
	kmem_cache_free(cache, object);
	kmem_cache_destroy(cache);
}

KTEST(kasan, loop_is_counted_in_full_but_told_once)
{
	u8 *block = kmalloc(SIZE);

	KTEST_ASSERT_NE(t, block, NULL);
	EXPECT_REPORTS(t, 10, {
		for (unsigned int i = 0; i < 10; i++)
			READ_BYTE(block + SIZE);
	});
	kfree(block);
}

KTEST(kasan, memory_the_heap_gives_back_may_be_touched)
{
	size_t size = opaque_size(64 * 1024);
	u8 *blocks[4];

	/* Through the quarantine, and for others to use. */
	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		blocks[i] = kmalloc(size);
	for (unsigned int i = 0; i < 2 * ARRAY_SIZE(blocks); i++)
		kfree(kmalloc(size));
	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		kfree(blocks[i]);
	EXPECT_REPORTS(t, 0, {
		for (unsigned int i = 0; i < 100; i++) {
			u8 *block = kzalloc(size);

			if (block)
				WRITE_BYTE(block + size - 1);
			kfree(block);
		}
	});
}
