// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/frame.h>

#include "test_user.h"

#define RW (PROT_READ | PROT_WRITE)

static struct vm *vm;
static struct test_memory before;

/* Four pages, the last of which may only be read, and nothing behind. */
static bool begin(struct ktest *t)
{
	test_memory_look(&before);
	vm = vm_create();
	if (!KTEST_EXPECT(t, vm != NULL))
		return false;
	user_map(vm, TEST_PLACE, 4 * PAGE_SIZE, RW, MAP_FIXED);
	return !vm_protect(vm, TEST_PLACE + 3 * PAGE_SIZE, PAGE_SIZE,
			   PROT_READ);
}

static void end(struct ktest *t)
{
	vm_put(vm);
	test_memory_check(t, &before);
}

KTEST(vm_access, bytes_go_across_pages)
{
	const unsigned long at = TEST_PLACE + PAGE_SIZE - 3;
	char text[8];

	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, vm_write(vm, at, "abcdef", 7), 7);
	KTEST_EXPECT_EQ(t, user_byte(vm, at), 'a');
	KTEST_EXPECT_EQ(t, user_byte(vm, at + 5), 'f');
	KTEST_EXPECT_EQ(t, vm_read(vm, at, text, 7), 7);
	KTEST_EXPECT_STREQ(t, text, "abcdef");
	end(t);
}

KTEST(vm_access, what_is_not_allowed_ends_it)
{
	const unsigned long last = TEST_PLACE + 3 * PAGE_SIZE;
	u8 bytes[16] = {};

	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, vm_write(vm, last - 4, bytes, 8), 4);
	KTEST_EXPECT_EQ(t, vm_read(vm, last - 4, bytes, 8), 8);
	KTEST_EXPECT_EQ(t, vm_read(vm, last + PAGE_SIZE - 4, bytes, 8), 4);
	KTEST_EXPECT_EQ(t, vm_read(vm, USER_END, bytes, 1), 0);
	KTEST_EXPECT_EQ(t, vm_read(vm, (unsigned long)bytes, bytes, 1), 0);
	KTEST_EXPECT_EQ(t, vm_write(vm, (unsigned long)bytes, bytes, 1), 0);
	end(t);
}

KTEST(vm_access, what_is_shared_is_copied_before_it_is_written_to)
{
	struct vm *child;

	KTEST_ASSERT(t, begin(t));
	user_write(vm, TEST_PLACE, 1);
	child = vm_fork(vm);
	KTEST_ASSERT(t, child);
	KTEST_EXPECT_EQ(t, vm_write(child, TEST_PLACE, "\2", 1), 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, TEST_PLACE), 1);
	KTEST_EXPECT_EQ(t, user_byte(child, TEST_PLACE), 2);
	vm_put(child);
	end(t);
}

/* exec brings frames of its own. */
KTEST(vm_access, frames_are_shown_or_freed)
{
	unsigned int wrong = 0;
	int error = -ENOMEM;

	KTEST_ASSERT(t, begin(t));
	fault_inject_each(nth)
	{
		struct frame *frame = frame_alloc(FRAME_ZERO);

		wrong += error != -ENOMEM;
		error = frame ? vm_frame_add(vm, TEST_PLACE, frame) : -ENOMEM;
	}
	KTEST_EXPECT_EQ(t, error, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, TEST_PLACE), 0);
	KTEST_EXPECT_EQ(t, user_write(vm, TEST_PLACE, 1), 0);
	end(t);
}
