// SPDX-License-Identifier: GPL-2.0-only
/*
 * madvise(2), msync(2) and mincore(2) on anonymous memory.
 */
#include <exo/task_signal.h>

#include "test_one_space.h"

static int advise(unsigned long first, unsigned long count, int advice)
{
	return vm_advise(vm, page(first), count * PAGE_SIZE, advice);
}

KTEST(vm_advise, what_is_not_needed_is_zero_again)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), 3 * PAGE_SIZE, RW, MAP_FIXED);
	for (unsigned int i = 0; i < 3; i++)
		user_write(vm, page(i), 9);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_DONTNEED), 0);
	KTEST_EXPECT_EQ(t, advise(2, 1, MADV_FREE), 0);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 9);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(2)), 0);
	end(t);
}

KTEST(vm_advise, shared_memory_is_there_still)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), PAGE_SIZE, RW, MAP_FIXED | MAP_SHARED);
	user_write(vm, page(0), 9);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_DONTNEED), 0);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 9);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_FREE), -EINVAL);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_WIPEONFORK), -EINVAL);
	end(t);
}

KTEST(vm_advise, populating_touches_pages)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), 2 * PAGE_SIZE, RW, MAP_FIXED);
	user_map(vm, page(2), PAGE_SIZE, PROT_READ, MAP_FIXED);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_POPULATE_READ), 0);
	KTEST_EXPECT(t, user_page_translate(&vm->mm, page(0), false));
	KTEST_EXPECT_EQ(t, advise(0, 2, MADV_POPULATE_WRITE), 0);
	KTEST_EXPECT(t, user_page_translate(&vm->mm, page(1), true));
	KTEST_EXPECT_EQ(t, advise(0, 3, MADV_POPULATE_WRITE), -EINVAL);
	KTEST_EXPECT_EQ(t, advise(0, 4, MADV_POPULATE_READ), -ENOMEM);
	end(t);
}

KTEST(vm_advise, populating_ends_when_the_task_is_killed)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), 2 * PAGE_SIZE, RW, MAP_FIXED);
	task_raise_signal(current, SIGKILL);
	KTEST_EXPECT_EQ(t, advise(0, 2, MADV_POPULATE_WRITE), -EINTR);
	KTEST_EXPECT_EQ(t, vm_lock(vm, page(0), 2 * PAGE_SIZE, VM_LOCK_NOW),
			-EINTR);
	KTEST_EXPECT(t, task_take_signal(current, SIGKILL));
	KTEST_EXPECT_EQ(t, vm->mm.resident, 0);
	end(t);
}

KTEST(vm_advise, holes_and_bad_advice_are_reported)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), PAGE_SIZE, RW, MAP_FIXED);
	user_map(vm, page(2), PAGE_SIZE, RW, MAP_FIXED);
	user_write(vm, page(2), 1);
	KTEST_EXPECT_EQ(t, advise(0, 3, MADV_DONTNEED), -ENOMEM);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 0);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_MERGEABLE), -EINVAL);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_REMOVE), -EINVAL);
	KTEST_EXPECT_EQ(t, advise(0, 1, 1000), -EINVAL);
	KTEST_EXPECT_EQ(t, advise(5, 0, MADV_NORMAL), 0);
	KTEST_EXPECT_EQ(t, advise(0, 1, MADV_SEQUENTIAL), 0);
	KTEST_EXPECT_EQ(t, vm_advise(vm, page(0) + 1, 1, MADV_NORMAL), -EINVAL);
	end(t);
}

KTEST(vm_incore, it_tells_which_pages_are_there)
{
	u8 resident[3] = {7, 7, 7};

	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), 3 * PAGE_SIZE, RW, MAP_FIXED);
	user_write(vm, page(1), 1);
	KTEST_EXPECT_EQ(t, vm_incore(vm, page(0), 3 * PAGE_SIZE, resident), 0);
	KTEST_EXPECT(t, !resident[0] && resident[1] == 1 && !resident[2]);
	KTEST_EXPECT_EQ(t, vm_incore(vm, page(2), 2 * PAGE_SIZE, resident),
			-ENOMEM);
	KTEST_EXPECT_EQ(t, vm_incore(vm, page(0) + 1, 1, resident), -EINVAL);
	end(t);
}

KTEST(vm_sync, ranges_and_flags_are_checked)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), PAGE_SIZE, RW, MAP_FIXED);
	KTEST_EXPECT_EQ(t, vm_sync(vm, page(0), PAGE_SIZE, MS_SYNC), 0);
	KTEST_EXPECT_EQ(t, vm_sync(vm, page(0), 2 * PAGE_SIZE, MS_ASYNC),
			-ENOMEM);
	KTEST_EXPECT_EQ(t, vm_sync(vm, page(0), 0, MS_SYNC), 0);
	KTEST_EXPECT_EQ(t, vm_sync(vm, page(0), 1, MS_SYNC | MS_ASYNC),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vm_sync(vm, page(0), 1, 8), -EINVAL);
	KTEST_EXPECT_EQ(t, vm_sync(vm, page(0) + 1, 1, MS_SYNC), -EINVAL);
	end(t);
}
