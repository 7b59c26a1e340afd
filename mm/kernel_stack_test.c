// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel stacks, in the running kernel.
 */
#include <asm/memlayout.h>
#include <exo/address_probe.h>
#include <exo/arch_entry.h>
#include <exo/frame.h>
#include <exo/kernel_stack.h>
#include <exo/ktest.h>

static bool usable(void *stack)
{
	return address_mapped((unsigned long)stack, KERNEL_STACK_SIZE, true);
}

KTEST(kernel_stack, a_stack_lies_between_guard_pages)
{
	char *stack = kernel_stack_alloc();

	KTEST_ASSERT(t, stack);
	KTEST_EXPECT(t, usable(stack));
	KTEST_EXPECT(t, !address_mapped((unsigned long)stack - PAGE_SIZE,
					PAGE_SIZE, false));
	KTEST_EXPECT(t, !address_mapped((unsigned long)stack - 1, 1, false));
	KTEST_EXPECT(t,
		     !address_mapped((unsigned long)stack + KERNEL_STACK_SIZE,
				     1, false));
	memset(stack, 0x5a, KERNEL_STACK_SIZE);
	kernel_stack_free(stack);
}

KTEST(kernel_stack, the_one_freed_last_comes_back_first)
{
	void *first = kernel_stack_alloc(), *second = kernel_stack_alloc();

	KTEST_ASSERT(t, first && second);
	KTEST_EXPECT_NE(t, first, second);
	kernel_stack_free(first);
	kernel_stack_free(second);
	KTEST_EXPECT_EQ(t, kernel_stack_alloc(), second);
	KTEST_EXPECT_EQ(t, kernel_stack_alloc(), first);
	kernel_stack_free(second);
	kernel_stack_free(first);
}

KTEST(kernel_stack, addresses_are_known_by_their_stack)
{
	void *stack = kernel_stack_alloc();
	unsigned long base = (unsigned long)stack, start = 0;

	KTEST_ASSERT(t, stack);
	KTEST_EXPECT(t, kernel_stack_contains(base, &start));
	KTEST_EXPECT_EQ(t, start, base);
	KTEST_EXPECT(t, kernel_stack_contains(base + KERNEL_STACK_SIZE - 1,
					      &start));
	KTEST_EXPECT_EQ(t, start, base);
	KTEST_EXPECT(t, kernel_stack_contains(base - PAGE_SIZE, &start));
	KTEST_EXPECT_EQ(t, start, base);
	KTEST_EXPECT(t,
		     !kernel_stack_contains(KERNEL_STACKS_START - 1, &start));
	KTEST_EXPECT(t, !kernel_stack_contains(KERNEL_STACKS_END, &start));
	KTEST_EXPECT(t, !kernel_stack_contains((unsigned long)&start, &start));
	kernel_stack_free(stack);
}

enum {
	MANY = 1500, /* more than the cache holds, and than a page of slots */
};

static void *stacks[MANY];

static unsigned int alloc_many(void)
{
	unsigned int got = 0;

	while (got < MANY && (stacks[got] = kernel_stack_alloc()))
		got++;
	return got;
}

static void free_many(unsigned int count)
{
	while (count)
		kernel_stack_free(stacks[--count]);
}

static u64 frames_free(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	return stats.free;
}

KTEST(kernel_stack, many_live_together_and_leave_nothing_behind)
{
	struct kernel_stack_statistics before, after;
	unsigned int got, bad = 0;
	u64 frames;

	free_many(alloc_many()); /* what grows once has grown */
	kernel_stack_statistics(&before);
	frames = frames_free();
	got = alloc_many();
	for (unsigned int i = 0; i < got; i++) {
		bad += !usable(stacks[i]);
		*(unsigned int *)stacks[i] = i;
	}
	for (unsigned int i = 0; i < got; i++)
		bad += *(unsigned int *)stacks[i] != i;
	KTEST_EXPECT_EQ(t, bad, 0);
	KTEST_EXPECT_GT(t, got, before.cached);
	kernel_stack_statistics(&after);
	KTEST_EXPECT_EQ(t, after.used, before.used + got);
	free_many(got);
	kernel_stack_statistics(&after);
	KTEST_EXPECT_EQ(t, after.used, before.used);
	KTEST_EXPECT_EQ(t, after.cached, before.cached);
	/* Others may do something meanwhile; a leak shows every time. */
	for (int i = 0; i < 3 && frames_free() != frames; i++) {
		frames = frames_free();
		free_many(alloc_many());
	}
	KTEST_EXPECT_EQ(t, frames_free(), frames);
}
