// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the unwinder: true chains, and chains broken in each way. The
 * frames are arrays on the running stack, the only memory it believes.
 */
#include "unwind.h"

#include "internal.h"

#include <asm/segment.h>
#include <exo/ktest.h>
#include <exo/sections.h>

static unsigned long some_code(void)
{
	return (unsigned long)__text_start + 64;
}

KTEST(unwind, follows_the_running_chain_to_its_end)
{
	struct unwind unwind = {
		.fp = (unsigned long)__builtin_frame_address(0),
	};
	unsigned int calls = 0;

	while (unwind_step(&unwind) == UNWIND_CALL)
		calls++;
	KTEST_EXPECT_GE(t, calls, 2);
	KTEST_EXPECT_EQ(t, unwind.fp, 0);
}

KTEST(unwind, a_call_gives_its_own_address_and_the_callers_frame)
{
	unsigned long frame[2] = {0x1230, some_code()};
	struct unwind unwind = {.fp = (unsigned long)frame};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_CALL);
	KTEST_EXPECT_EQ(t, unwind.address, some_code() - 1);
	KTEST_EXPECT_EQ(t, unwind.fp, 0x1230);
}

KTEST(unwind, null_ends_the_chain)
{
	struct unwind unwind = {.fp = 0};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_END);
}

KTEST(unwind, a_frame_off_the_stacks_is_not_read)
{
	static const unsigned long wild[] = {
		8,
		0x800000000000,
		~7UL,
		(unsigned long)__text_start,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(wild); i++) {
		struct unwind unwind = {.fp = wild[i]};

		KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_BAD_FRAME);
		unwind.fp = wild[i] + 1;
		KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_BAD_FRAME);
	}
}

KTEST(unwind, a_frame_past_the_stacks_end_is_not_read)
{
	struct stack_range stack;
	struct unwind unwind = {0};

	KTEST_ASSERT(t, stack_find((unsigned long)&stack, &stack));
	unwind.fp = stack.end - 8;
	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_BAD_FRAME);
	unwind.fp = stack.end - sizeof(struct trap_frame) + 8 + 1;
	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_BAD_FRAME);
}

KTEST(unwind, a_misaligned_frame_is_not_read)
{
	unsigned long frame[3] = {0, some_code(), some_code()};
	struct unwind unwind = {.fp = (unsigned long)frame + 4};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_BAD_FRAME);
}

KTEST(unwind, a_return_address_must_be_code)
{
	unsigned long frame[2] = {0, (unsigned long)frame};
	struct unwind unwind = {.fp = (unsigned long)frame};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_BAD_RETURN);
	KTEST_EXPECT_EQ(t, unwind.address + 1, (unsigned long)frame);
}

KTEST(unwind, a_trap_goes_on_with_the_interrupted_frame)
{
	struct trap_frame frame = {
		.rip = 0x1234,
		.cs = SELECTOR_KERNEL_CODE,
		.rbp = 0x5678,
		.rsp = 8,
	};
	struct unwind unwind = {.fp = (unsigned long)&frame + 1};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_TRAP);
	KTEST_EXPECT_EQ(t, unwind.address, 0x1234);
	KTEST_EXPECT_EQ(t, unwind.frameless_caller, 0);
	KTEST_EXPECT_EQ(t, unwind.fp, 0x5678);
}

/* The return address of the call to this, as CALL left it on the stack. */
static __noinline unsigned long return_address(void)
{
	return (unsigned long)__builtin_return_address(0);
}

KTEST(unwind, a_caller_is_found_before_the_frame_is_built)
{
	unsigned long top_of_stack = return_address();
	struct trap_frame frame = {
		.cs = SELECTOR_KERNEL_CODE,
		.rsp = (unsigned long)&top_of_stack,
	};
	struct unwind unwind = {.fp = (unsigned long)&frame + 1};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_TRAP);
	KTEST_EXPECT_EQ(t, unwind.frameless_caller, top_of_stack - 1);

	top_of_stack = (unsigned long)__text_start;
	unwind.fp = (unsigned long)&frame + 1;
	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_TRAP);
	KTEST_EXPECT_EQ(t, unwind.frameless_caller, 0);
}

KTEST(unwind, user_mode_ends_the_chain)
{
	struct trap_frame frame = {.cs = SELECTOR_USER_CODE, .rbp = 8};
	struct unwind unwind = {.fp = (unsigned long)&frame + 1};

	KTEST_EXPECT_EQ(t, unwind_step(&unwind), UNWIND_END);
}
