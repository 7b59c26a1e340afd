// SPDX-License-Identifier: GPL-2.0-only
/*
 * The allocator on the machine's own memory: what one test takes it gives back,
 * so that each finds all of it.
 */
#include <exo/boot_info.h>
#include <exo/boot_module.h>
#include <exo/compiler.h>
#include <exo/cpu.h>
#include <exo/early_memory.h>
#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/sections.h>

#include "range_list.h"

static u64 nr_free(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	return stats.free;
}

/* All frames that can be had, chained through their records. */
static struct frame *take_all(u64 *count)
{
	struct frame *all = NULL, *frame;

	for (*count = 0; (frame = frame_alloc(FRAME_ANY)); ++*count) {
		frame->next = all;
		all = frame;
	}
	return all;
}

static void give_all(struct frame *all)
{
	while (all) {
		struct frame *frame = all;

		all = frame->next;
		frame_free(frame);
	}
}

/* Keep the pool of zeroed frames as full as idle would. */
static void fill_zeroed(void)
{
	while (frame_fill_zeroed())
		;
}

KTEST(frame, all_memory_can_be_had_and_given_back)
{
	const u64 before = nr_free();
	struct frame *all;
	u64 count;

	fill_zeroed();
	KTEST_EXPECT_EQ(t, nr_free(), before);
	all = take_all(&count);
	KTEST_EXPECT_EQ(t, count, before);
	KTEST_EXPECT_EQ(t, nr_free(), 0);
	KTEST_EXPECT(t, !frame_alloc(FRAME_ZERO));
	KTEST_EXPECT(t, !frame_alloc_run(1, PAGE_SIZE, 0));
	give_all(all);
	KTEST_EXPECT_EQ(t, nr_free(), before);
}

static bool overlaps(const struct frame *frame, paddr_t start, u64 size)
{
	const paddr_t phys = frame_to_phys(frame);

	return phys < start + size && phys + PAGE_SIZE > start;
}

/* Whether somebody owns @frame by what the loader and the linker say. */
static bool is_occupied(const struct frame *frame)
{
	const struct boot_info *boot = boot_information();
	bool occupied = overlaps(frame, 0, PAGE_SIZE) ||
			overlaps(frame, image_to_phys(__image_start),
				 __image_end - __image_start);

	for (unsigned int i = 0; i < boot->nr_regions; i++)
		occupied |= boot->regions[i].type != BOOT_REGION_USABLE &&
			    overlaps(frame, boot->regions[i].start,
				     boot->regions[i].size);
	for (unsigned int i = 0; i < boot->nr_modules; i++)
		occupied |= !boot_module_freed(i) &&
			    overlaps(frame, boot->modules[i].start,
				     boot->modules[i].size);
	for (unsigned int i = 0; i < boot->nr_loader_ranges; i++)
		occupied |= overlaps(frame, boot->loader_ranges[i].start,
				     boot->loader_ranges[i].size);
	return occupied;
}

KTEST(frame, nothing_that_is_occupied_is_ever_handed_out)
{
	u64 count, occupied = 0, no_ram = 0;
	struct frame *all = take_all(&count);

	for (struct frame *frame = all; frame; frame = frame->next) {
		occupied += is_occupied(frame);
		no_ram += !phys_is_ram(frame_to_phys(frame));
	}
	KTEST_EXPECT_EQ(t, occupied, 0);
	KTEST_EXPECT_EQ(t, no_ram, 0);
	give_all(all);
}

/*
 * Whether @frame is in one of a dozen groups of 2 MB out of @count frames: the
 * machine that runs an emulator pays for each group that is touched.
 */
static bool is_sample(const struct frame *frame, u64 count)
{
	const u64 group = frame_to_phys(frame) / LARGE_PAGE_SIZE;

	return group % (count / 8192 + 1) == 0;
}

KTEST(frame, every_frame_is_memory_of_its_own)
{
	u64 count, wrong = 0;
	struct frame *all = take_all(&count);

	for (struct frame *f = all; f; f = f->next)
		if (is_sample(f, count))
			*(u64 *)frame_to_virt(f) = frame_to_phys(f);
	for (struct frame *f = all; f; f = f->next)
		wrong += is_sample(f, count) &&
			 *(u64 *)frame_to_virt(f) != frame_to_phys(f);
	KTEST_EXPECT_EQ(t, wrong, 0);
	give_all(all);
}

static bool is_zero(const struct frame *frame)
{
	const u64 *words = frame_to_virt(frame);
	u64 any = 0;

	for (size_t i = 0; i < PAGE_SIZE / sizeof(*words); i++)
		any |= words[i];
	return any == 0;
}

/* Leave traces in as many frames as may be zeroed next. */
static void soil(void)
{
	struct frame *frames[2 * FRAME_STACK_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(frames); i++) {
		frames[i] = frame_alloc(FRAME_ANY);
		if (frames[i])
			memset(frame_to_virt(frames[i]), 0xa5, PAGE_SIZE);
	}
	for (size_t i = 0; i < ARRAY_SIZE(frames); i++)
		if (frames[i])
			frame_free(frames[i]);
}

KTEST(frame, zeroed_frames_are_zero_from_the_pool_and_without_it)
{
	struct frame *frames[2 * FRAME_STACK_MAX];
	unsigned int wrong = 0;

	soil();
	fill_zeroed();
	for (size_t i = 0; i < ARRAY_SIZE(frames); i++) {
		frames[i] = frame_alloc(FRAME_ZERO);
		wrong += !frames[i] || !is_zero(frames[i]);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	for (size_t i = 0; i < ARRAY_SIZE(frames); i++)
		if (frames[i])
			frame_free(frames[i]);
}

KTEST(frame, the_zeroed_pool_is_bounded)
{
	struct frame_statistics stats;

	fill_zeroed();
	frame_statistics(&stats);
	KTEST_EXPECT_GT(t, stats.zeroed, 0);
	KTEST_EXPECT_LE(t, stats.zeroed, 64);
	KTEST_EXPECT_LE(t, stats.zeroed, stats.free / 32);
	KTEST_EXPECT(t, !frame_fill_zeroed());
}

KTEST(frame, the_frame_freed_last_is_used_first)
{
	struct frame *first = frame_alloc(FRAME_ANY);
	struct frame *second = frame_alloc(FRAME_ANY);
	struct frame *again;

	KTEST_ASSERT(t, first && second);
	KTEST_EXPECT_NE(t, first, second);
	frame_free(second);
	frame_free(first);
	again = frame_alloc(FRAME_ANY);
	KTEST_EXPECT_EQ(t, again, first);
	frame_free(again);
}

KTEST(frame, low_memory_is_used_last)
{
	struct frame *frame = frame_alloc(FRAME_ANY);

	KTEST_ASSERT(t, frame);
	if (phys_is_ram(4UL << 30))
		KTEST_EXPECT_GE(t, frame_to_phys(frame), 4UL << 30);
	else if (phys_is_ram(32UL << 20))
		KTEST_EXPECT_GE(t, frame_to_phys(frame), 16UL << 20);
	else
		KTEST_EXPECT_GT(t, frame_to_phys(frame), 0);
	frame_free(frame);
}

KTEST(frame, runs_are_aligned_and_below_their_limit)
{
	static const struct {
		size_t count;
		u64 align;
		paddr_t below;
	} wishes[] = {
		{1, PAGE_SIZE, 0},
		{2, 2 * PAGE_SIZE, 0},
		{3, 16 * PAGE_SIZE, 16UL << 20},
		{16, PAGE_SIZE, 4UL << 30},
		{100, 64 * PAGE_SIZE, 0},
		{512, LARGE_PAGE_SIZE, 4UL << 30},
		{512, LARGE_PAGE_SIZE, 0},
		{4, PAGE_SIZE, 1UL << 20},
	};
	const u64 before = nr_free();

	for (size_t i = 0; i < ARRAY_SIZE(wishes); i++) {
		const size_t count = wishes[i].count;
		const paddr_t below = wishes[i].below ?: LONG_MAX;
		struct frame *first = frame_alloc_run(count, wishes[i].align,
						      wishes[i].below);
		paddr_t phys;

		KTEST_ASSERT(t, first);
		phys = frame_to_phys(first);
		KTEST_EXPECT_EQ(t, phys & (wishes[i].align - 1), 0);
		KTEST_EXPECT_LE(t, phys + count * PAGE_SIZE, below);
		KTEST_EXPECT_EQ(t, nr_free(), before - count);
		KTEST_EXPECT_EQ(t, first[count - 1].refs, 1);
		frame_free_run(first, count);
		KTEST_EXPECT_EQ(t, first[count - 1].refs, 0);
		KTEST_EXPECT_EQ(t, nr_free(), before);
	}
}

KTEST(frame, a_run_nobody_has_is_refused)
{
	const u64 before = nr_free();

	KTEST_EXPECT(t, !frame_alloc_run(1, PAGE_SIZE, PAGE_SIZE));
	KTEST_EXPECT(t, !frame_alloc_run(257, PAGE_SIZE, 1UL << 20));
	KTEST_EXPECT(t, !frame_alloc_run(before + 1, PAGE_SIZE, 0));
	KTEST_EXPECT(t, !frame_alloc_run(~0UL, PAGE_SIZE, 0));
	KTEST_EXPECT(t, !frame_alloc_run(1, 1UL << 62, 0));
	KTEST_EXPECT_EQ(t, nr_free(), before);
}

KTEST(frame, a_run_uses_what_the_cpu_keeps)
{
	u64 count;
	struct frame *all = take_all(&count), *frame = all;

	KTEST_ASSERT(t, frame);
	all = frame->next;
	frame_free(frame);
	KTEST_EXPECT_EQ(t, frame_alloc_run(1, PAGE_SIZE, 0), frame);
	frame_free_run(frame, 1);
	give_all(all);
}

KTEST(frame, a_second_free_is_refused)
{
	const u64 before = nr_free();
	struct frame *frame = frame_alloc(FRAME_ANY);

	KTEST_ASSERT(t, frame);
	frame_free(frame);
	frame_free(frame);
	frame_put(frame);
	KTEST_EXPECT_EQ(t, nr_free(), before);
	KTEST_EXPECT_EQ(t, frame->refs, 0);
}

KTEST(frame, a_foreign_or_reserved_frame_is_refused)
{
	const u64 before = nr_free();
	struct frame *const image = phys_to_frame(image_to_phys(__image_start));

	KTEST_EXPECT_EQ(t, image->kind, FRAME_RESERVED);
	frame_free(image);
	frame_free(phys_to_frame(0xb8000)); /* a hole in RAM */
	frame_free(phys_to_frame(0xfee00000)); /* another, or above all */
	frame_put(phys_to_frame(1UL << 51));
	frame_free(NULL);
	frame_free(frame_to_virt(image));
	frame_free_run(image, 2);
	KTEST_EXPECT_EQ(t, nr_free(), before);
	KTEST_EXPECT_EQ(t, image->refs, 0);
	KTEST_EXPECT_EQ(t, image->kind, FRAME_RESERVED);
}

KTEST(frame, references_are_counted)
{
	const u64 before = nr_free();
	struct frame *frame = frame_alloc(FRAME_ANY);

	KTEST_ASSERT(t, frame);
	frame_get(frame);
	KTEST_EXPECT_EQ(t, frame->refs, 2);
	frame_free(frame); /* refused: it is shared */
	KTEST_EXPECT_EQ(t, frame->refs, 2);
	frame_put(frame);
	KTEST_EXPECT_EQ(t, nr_free(), before - 1);
	frame_put(frame);
	KTEST_EXPECT_EQ(t, nr_free(), before);
	frame_get(frame); /* refused: nobody holds it */
	KTEST_EXPECT_EQ(t, frame->refs, 0);
}

KTEST(frame, the_good_part_of_a_run_is_freed)
{
	const u64 before = nr_free();
	struct frame *first = frame_alloc_run(5, PAGE_SIZE, 0);

	KTEST_ASSERT(t, first);
	frame_get(&first[2]);
	frame_free_run(first, 5);
	KTEST_EXPECT_EQ(t, nr_free(), before - 1);
	KTEST_EXPECT_EQ(t, first[2].refs, 2);
	frame_put(&first[2]);
	frame_put(&first[2]);
	KTEST_EXPECT_EQ(t, nr_free(), before);
}

static void add_size(paddr_t start, paddr_t end, void *bytes)
{
	*(u64 *)bytes += end - start;
}

static u64 bytes_of_freed_modules(void)
{
	static struct range_list own;
	const struct boot_info *boot = boot_information();
	u64 bytes = 0;

	for (unsigned int i = 0; i < boot->nr_modules; i++) {
		if (!boot_module_freed(i))
			continue;
		early_memory_of_module(boot, i, &own);
		for (unsigned int k = 0; k < own.nr; k++)
			add_size(own.ranges[k].start, own.ranges[k].end,
				 &bytes);
	}
	return bytes;
}

KTEST(frame, totals_agree_with_the_map)
{
	struct frame_statistics stats;
	u64 bytes = 0;

	early_memory_for_each_ram(add_size, &bytes);
	frame_statistics(&stats);
	KTEST_EXPECT_EQ(t, stats.total * PAGE_SIZE, bytes);
	bytes = 0;
	early_memory_for_each_free(add_size, &bytes);
	bytes += bytes_of_freed_modules();
	KTEST_EXPECT_EQ(t, (stats.total - stats.reserved) * PAGE_SIZE, bytes);
	KTEST_EXPECT_LE(t, stats.free, stats.total - stats.reserved);
	KTEST_EXPECT_LE(t, stats.hot + stats.zeroed, stats.free);
}
