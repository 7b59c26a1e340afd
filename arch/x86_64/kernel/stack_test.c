// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of finding stacks by address.
 */
#include <asm/memlayout.h>
#include <asm/stack.h>
#include <exo/ktest.h>

KTEST(stack, the_running_stack_is_known)
{
	struct stack_range stack;

	KTEST_ASSERT(t, stack_find((unsigned long)&stack, &stack));
	KTEST_EXPECT_STREQ(t, stack.name, "boot stack");
	KTEST_EXPECT_EQ(t, stack.end - stack.start,
			CONFIG_BOOT_STACK_KB * 1024);
}

KTEST(stack, its_bounds_are_exact)
{
	struct stack_range stack, other;

	KTEST_ASSERT(t, stack_find((unsigned long)&stack, &stack));
	KTEST_EXPECT(t, stack_find(stack.start, &other));
	KTEST_EXPECT(t, stack_find(stack.end - 1, &other));
	KTEST_EXPECT(t, !stack_find(stack.start - 1, &other) ||
				other.start != stack.start);
	KTEST_EXPECT(t, !stack_find(stack.end, &other) ||
				other.start != stack.start);
}

KTEST(stack, nothing_else_is_one)
{
	static const int data;
	struct stack_range stack;

	KTEST_EXPECT(t, !stack_find(0, &stack));
	KTEST_EXPECT(t, !stack_find((unsigned long)&data, &stack));
	KTEST_EXPECT(t, !stack_find(~0UL, &stack));
}

KTEST(stack, an_overflow_names_the_stack_above)
{
	struct stack_range stack, overflowed;

	KTEST_ASSERT(t, stack_find((unsigned long)&stack, &stack));
	KTEST_ASSERT(t, stack_find_overflowed(stack.start - 8, &overflowed));
	KTEST_EXPECT_STREQ(t, overflowed.name, "boot stack");
	KTEST_EXPECT(t, !stack_find_overflowed(stack.start, &overflowed));
	KTEST_EXPECT(t, !stack_find_overflowed(stack.start - PAGE_SIZE - 8,
					       &overflowed));
}
