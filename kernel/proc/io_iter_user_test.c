// SPDX-License-Identifier: GPL-2.0-only
/*
 * fs/io_iter_user.c, here because it takes a program's memory to try it.
 */
#include <asm/irqflags.h>
#include <exo/io_iter.h>
#include <exo/ktest.h>
#include <exo/uaccess.h>

#include "ring3.h"

/* Be in an address space, until mm_leave(). */
static void use(struct mm *mm)
{
	unsigned long flags = irq_save();

	mm_switch(mm);
	irq_restore(flags);
}

static void *user(unsigned long address)
{
	return (void *)address;
}

KTEST(io_iter_user, copies_stop_where_memory_ends)
{
	struct iovec pieces[] = {
		{user(RING3_DATA + 1), 3},
		{NULL, 0},
		{user(RING3_DATA_END - 2), 5},
		{user(RING3_DATA + 16), 4},
	};
	struct io_iter iter;
	struct ring3 ring3;
	char text[8] = "";

	KTEST_ASSERT(t, ring3_create(&ring3));
	use(&ring3.mm);
	KTEST_ASSERT_EQ(t, io_iter_init_user(&iter, pieces, 4), 0);
	KTEST_EXPECT_EQ(t, io_fault_in(&iter, 100, true), 5);
	KTEST_EXPECT_EQ(t, io_copy_to(&iter, "ab", 2), 2);
	KTEST_EXPECT_EQ(t, io_copy_to(&iter, "cdefghij", 8), 3);
	KTEST_EXPECT_EQ(t, iter.left, 7);
	KTEST_EXPECT_EQ(t, io_copy_to(&iter, "x", 1), 0);
	KTEST_EXPECT_EQ(t, io_zero(&iter, 1), 0);
	KTEST_EXPECT_EQ(t, io_skip(&iter, 3), 3);
	KTEST_EXPECT_EQ(t, io_zero(&iter, 100), 4);
	KTEST_EXPECT_MEMEQ(t, ring3_data(&ring3), "\0abc", 5);
	KTEST_ASSERT_EQ(t, io_iter_init_user(&iter, pieces, 3), 0);
	KTEST_EXPECT_EQ(t, io_copy_from(&iter, text, 4), 4);
	KTEST_EXPECT_STREQ(t, text, "abcd");
	KTEST_EXPECT_EQ(t, io_copy_from(&iter, text, 4), 1);
	KTEST_ASSERT_EQ(t, io_iter_init_user(&iter, NULL, 0), 0);
	KTEST_EXPECT_EQ(t, io_copy_from(&iter, text, 4), 0);
	KTEST_ASSERT(t, io_iter_user(&iter, user(RING3_CONSTANT), 8));
	KTEST_EXPECT_EQ(t, io_fault_in(&iter, 8, false), 8);
	KTEST_EXPECT_EQ(t, io_fault_in(&iter, 8, true), 0);
	KTEST_EXPECT_EQ(t, io_copy_to(&iter, "x", 1), 0);
	mm_leave(&ring3.mm);
	ring3_destroy(&ring3);
}

KTEST(io_iter_user, one_call_moves_less_than_two_gigabytes)
{
	struct io_iter iter;

	KTEST_ASSERT(t, io_iter_user(&iter, user(RING3_DATA), 1UL << 32));
	KTEST_EXPECT_EQ(t, iter.left, FILE_IO_MAX);
}

KTEST(io_iter_user, memory_of_the_kernel_is_refused)
{
	struct io_iter iter;

	KTEST_EXPECT(t, io_iter_user(&iter, user(USER_END - 1), 1));
	KTEST_EXPECT(t, !io_iter_user(&iter, user(USER_END - 1), 2));
	KTEST_EXPECT(t, !io_iter_user(&iter, &iter, 1));
	KTEST_EXPECT(t, !io_iter_user(&iter, user(RING3_DATA), ~0UL));
}
