// SPDX-License-Identifier: GPL-2.0-only
/*
 * What <exo/kmalloc.h> promises, of whichever heap is configured, with and
 * without its debugging layer.
 */
#include <asm/memlayout.h>
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/string.h>

enum {
	NR_BLOCKS = 200,
	LARGE = 5 * PAGE_SIZE + 1,
	ROOM_FRAMES = 1024,
	RUN_FRAMES = 256,
};

static bool filled_with(const void *block, u8 byte, size_t size)
{
	const u8 *bytes = block;

	for (size_t i = 0; i < size; i++)
		if (bytes[i] != byte)
			return false;
	return true;
}

static u64 blocks_in_use(void)
{
	struct heap_statistics stats;

	heap_statistics(&stats);
	return stats.blocks;
}

/* Not a constant to the compiler. */
static size_t opaque(size_t value)
{
	__asm__("" : "+r"(value));
	return value;
}

KTEST(heap, every_size_is_aligned_and_writable_to_its_end)
{
	unsigned int wrong = 0, missing = 0;

	for (size_t size = 1; size <= 3 * PAGE_SIZE; size += 1 + size / 16) {
		char *block = kmalloc(size);

		if (!block) {
			missing++;
			continue;
		}
		wrong += (size_t)block % 16 != 0;
		wrong += kmalloc_size(block) < size;
		memset(block, 0x5a, size);
		kfree(block);
	}
	KTEST_EXPECT_EQ(t, missing, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(heap, powers_of_two_up_to_a_page_are_aligned_to_themselves)
{
	void *blocks[16];
	unsigned int wrong = 0;

	for (size_t size = 16; size <= PAGE_SIZE; size *= 2) {
		for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++) {
			blocks[i] = kmalloc(size);
			wrong += !blocks[i] || (size_t)blocks[i] % size != 0;
		}
		for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
			kfree(blocks[i]);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(heap, constant_and_variable_sizes_give_the_same)
{
	void *constant = kmalloc(100), *variable = kmalloc(opaque(100));

	KTEST_EXPECT(t, constant && variable);
	if (constant && variable)
		KTEST_EXPECT_EQ(t, kmalloc_size(constant),
				kmalloc_size(variable));
	kfree(constant);
	kfree(variable);
}

KTEST(heap, size_zero_gives_a_pointer_that_is_freed_like_others)
{
	void *first = kmalloc(0), *second = kmalloc(opaque(0));

	KTEST_EXPECT(t, first && second && first != second);
	kfree(first);
	kfree(second);
	kfree(NULL);
}

/* Sizes of several classes, mixed. */
static size_t size_of_block(unsigned int i)
{
	return 1 + (i * 37) % 700;
}

KTEST(heap, blocks_do_not_overlap_whatever_the_order_of_freeing)
{
	static u8 *blocks[NR_BLOCKS];
	unsigned int wrong = 0;

	for (unsigned int i = 0; i < NR_BLOCKS; i++) {
		blocks[i] = kmalloc(size_of_block(i));
		if (blocks[i])
			memset(blocks[i], (int)i, size_of_block(i));
	}
	/* Every third one goes and comes back: the rest must not notice. */
	for (unsigned int i = 0; i < NR_BLOCKS; i += 3)
		kfree(blocks[i]);
	for (unsigned int i = 0; i < NR_BLOCKS; i += 3) {
		blocks[i] = kmalloc(size_of_block(i));
		if (blocks[i])
			memset(blocks[i], (int)i, size_of_block(i));
	}
	for (unsigned int i = 0; i < NR_BLOCKS; i++)
		wrong += !blocks[i] ||
			 !filled_with(blocks[i], (u8)i, size_of_block(i));
	for (unsigned int i = NR_BLOCKS; i-- > 0;)
		kfree(blocks[i]);
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(heap, freed_memory_is_used_again)
{
	struct heap_statistics before, after;
	unsigned int missing = 0;

	kfree(kmalloc(LARGE));
	heap_statistics(&before);
	for (unsigned int i = 0; i < 5000; i++) {
		void *block = kmalloc(opaque(i % 2 ? 100 : LARGE));

		missing += !block;
		kfree(block);
	}
	heap_statistics(&after);
	KTEST_EXPECT_EQ(t, missing, 0);
	/* The debugging layer holds freed blocks back for a while. */
	KTEST_EXPECT_LE(t, after.total, before.total + 1024 * 1024);
}

KTEST(heap, zeroed_memory_is_zero_after_it_was_used)
{
	unsigned int wrong = 0;

	for (size_t size = 8; size <= 2 * PAGE_SIZE; size *= 3) {
		void *block = kmalloc(size);

		if (block)
			memset(block, 0xff, size);
		kfree(block);
		block = kzalloc(size);
		wrong += !block || !filled_with(block, 0, size);
		kfree(block);
		block = kcalloc(3, size);
		wrong += !block || !filled_with(block, 0, 3 * size);
		kfree(block);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(heap, sizes_beyond_all_memory_give_null)
{
	static const size_t sizes[] = {
		SIZE_MAX,	  SIZE_MAX - 15, SIZE_MAX - PAGE_SIZE,
		SIZE_MAX / 2 + 1, SIZE_MAX / 2,	 1UL << 46,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++)
		KTEST_EXPECT_EQ(t, kmalloc(opaque(sizes[i])), NULL);
	KTEST_EXPECT_EQ(t, kcalloc(opaque(1UL << 33), 1UL << 33), NULL);
	KTEST_EXPECT_EQ(t, kcalloc(opaque(SIZE_MAX), 2), NULL);
}

KTEST(heap, realloc_keeps_the_contents_growing_and_shrinking)
{
	static const size_t sizes[] = {24, 25, 300, 4000, LARGE, 50, 1};
	size_t kept = 10;
	u8 *block = krealloc(NULL, kept);

	KTEST_ASSERT_NE(t, block, NULL);
	memset(block, 0x77, kept);
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		u8 *moved = krealloc(block, sizes[i]);

		KTEST_ASSERT_NE(t, moved, NULL);
		block = moved;
		kept = min(kept, sizes[i]);
		KTEST_EXPECT(t, filled_with(block, 0x77, kept));
		KTEST_EXPECT_GE(t, kmalloc_size(block), sizes[i]);
	}
	kfree(block);
}

KTEST(heap, realloc_that_fails_leaves_the_block_as_it_was)
{
	u8 *block = kmalloc(64);

	KTEST_ASSERT_NE(t, block, NULL);
	memset(block, 0x33, 64);
	KTEST_EXPECT_EQ(t, krealloc(block, opaque(1UL << 46)), NULL);
	KTEST_EXPECT(t, filled_with(block, 0x33, 64));
	kfree(block);
}

KTEST(heap, cache_hands_out_distinct_aligned_objects)
{
	static void *objects[NR_BLOCKS];
	struct kmem_cache *cache = kmem_cache_create("ktest", 72, 64);
	unsigned int wrong = 0;

	KTEST_ASSERT_NE(t, cache, NULL);
	KTEST_EXPECT_EQ(t, kmem_cache_size(cache), 72);
	for (unsigned int i = 0; i < NR_BLOCKS; i++) {
		objects[i] = kmem_cache_alloc(cache);
		wrong += !objects[i] || (size_t)objects[i] % 64 != 0;
		if (objects[i])
			memset(objects[i], (int)i, 72);
	}
	for (unsigned int i = 0; i < NR_BLOCKS; i++) {
		if (!objects[i])
			continue;
		wrong += !filled_with(objects[i], (u8)i, 72);
		kmem_cache_free(cache, objects[i]);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	kmem_cache_destroy(cache);
}

KTEST(heap, cache_takes_objects_of_any_size)
{
	static const size_t sizes[] = {1, 16, 1100, 2500, 4096, 5000, 9000};

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct kmem_cache *cache =
			kmem_cache_create("ktest", sizes[i], 0);
		void *one, *other;

		KTEST_ASSERT_NE(t, cache, NULL);
		one = kmem_cache_alloc(cache);
		other = kmem_cache_zalloc(cache);
		KTEST_ASSERT(t, one && other && one != other);
		memset(one, 0xff, sizes[i]);
		KTEST_EXPECT(t, filled_with(other, 0, sizes[i]));
		kmem_cache_free(cache, one);
		kmem_cache_free(cache, other);
		kmem_cache_destroy(cache);
	}
}

/* Whether a cache named @name exists; what is known of it. */
static bool find_cache(const char *name, struct kmem_cache_statistics *stats)
{
	for (unsigned int i = 0; kmem_cache_statistics(i, stats); i++)
		if (strcmp(stats->name, name) == 0)
			return true;
	return false;
}

KTEST(heap, cache_is_listed_with_its_objects_while_it_exists)
{
	struct kmem_cache *cache = kmem_cache_create("ktest listed", 40, 0);
	struct kmem_cache_statistics stats;
	void *objects[3];

	KTEST_ASSERT_NE(t, cache, NULL);
	for (unsigned int i = 0; i < 3; i++)
		objects[i] = kmem_cache_alloc(cache);
	KTEST_EXPECT(t, find_cache("ktest listed", &stats));
	KTEST_EXPECT_EQ(t, stats.in_use, 3);
	KTEST_EXPECT_GE(t, stats.size, 40);
	KTEST_EXPECT_GE(t, stats.total, stats.in_use);
	for (unsigned int i = 0; i < 3; i++)
		kmem_cache_free(cache, objects[i]);
	kmem_cache_destroy(cache);
	KTEST_EXPECT(t, !find_cache("ktest listed", &stats));
}

KTEST(heap, statistics_count_blocks)
{
	u64 before = blocks_in_use();
	void *small = kmalloc(40), *large = kmalloc(LARGE);

	KTEST_EXPECT_EQ(t, blocks_in_use() - before, 2);
	kfree(small);
	kfree(large);
	if (!IS_ENABLED(CONFIG_HEAP_DEBUG))
		KTEST_EXPECT_EQ(t, blocks_in_use(), before);
}

/* Allocate until there is no more; the blocks are linked together. */
static void *take_everything(size_t size, unsigned int *count)
{
	void *all = NULL;
	void **block;

	for (*count = 0; (block = kmalloc(size)); ++*count) {
		*block = all;
		all = block;
	}
	return all;
}

static void free_everything(void *all)
{
	while (all) {
		void *next = *(void **)all;

		kfree(all);
		all = next;
	}
}

/* All frames but enough for a small heap, or it takes long on large machines. */
static void *take_frames(void)
{
	struct frame *room = frame_alloc_run(ROOM_FRAMES, PAGE_SIZE, 0);
	struct frame *run;
	void *all = NULL;

	while ((run = frame_alloc_run(RUN_FRAMES, PAGE_SIZE, 0))) {
		*(void **)frame_to_virt(run) = all;
		all = frame_to_virt(run);
	}
	if (room)
		frame_free_run(room, ROOM_FRAMES);
	return all;
}

static void give_frames_back(void *all)
{
	while (all) {
		void *next = *(void **)all;

		frame_free_run(virt_to_frame(all), RUN_FRAMES);
		all = next;
	}
}

KTEST(heap, memory_runs_out_without_harm_and_comes_back)
{
	static const size_t sizes[] = {64 * 1024, PAGE_SIZE, 1000, 16};
	void *frames = take_frames();
	void *all[ARRAY_SIZE(sizes)];
	unsigned int count, first = 0, again;

	/* The large ones first, or it takes millions of small ones. */
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		all[i] = take_everything(sizes[i], &count);
		if (i == 0)
			first = count;
	}
	KTEST_EXPECT_EQ(t, kmalloc(opaque(1000)), NULL);
	KTEST_EXPECT_EQ(t, kmalloc(8), NULL);
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++)
		free_everything(all[i]);
	free_everything(take_everything(sizes[0], &again));
	give_frames_back(frames);
	KTEST_EXPECT_GT(t, first, 10);
	/* A little may stay where the small ones left it. */
	KTEST_EXPECT_GE(t, again, first - 1 - first / 8);
}

KTEST(heap, each_allocation_may_fail)
{
	unsigned int rounds = 0;
	u64 before = blocks_in_use();

	fault_inject_each(nth)
	{
		struct kmem_cache *cache = kmem_cache_create("ktest", 24, 0);
		void *object = cache ? kmem_cache_alloc(cache) : NULL;
		void *block = kzalloc(opaque(50)), *large = kmalloc(LARGE);
		void *grown = krealloc(block, 200);

		kfree(grown ? grown : block);
		kfree(large);
		if (object)
			kmem_cache_free(cache, object);
		if (cache)
			kmem_cache_destroy(cache);
		rounds++;
	}
	if (IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_EXPECT_GE(t, rounds, 6);
	if (!IS_ENABLED(CONFIG_HEAP_DEBUG))
		KTEST_EXPECT_EQ(t, blocks_in_use(), before);
	KTEST_EXPECT_GE(t, rounds, 1);
}
