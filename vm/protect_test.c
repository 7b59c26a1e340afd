// SPDX-License-Identifier: GPL-2.0-only
/*
 * mprotect(2): each rule and error of its man page.
 */
#include "test_one_space.h"

static long map_pages(unsigned long first, unsigned long count, u32 prot)
{
	return user_map(vm, page(first), count * PAGE_SIZE, prot, MAP_FIXED);
}

static int protect(unsigned long first, unsigned long count, u32 prot)
{
	return vm_protect(vm, page(first), count * PAGE_SIZE, prot);
}

KTEST(vm_protect, the_middle_becomes_an_area_and_joins_again)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 5, RW);
	KTEST_EXPECT_EQ(t, protect(1, 2, PROT_READ), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 1-3 r--p 3-5 rw-p ");
	KTEST_EXPECT_EQ(t, protect(1, 2, RW), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-5 rw-p ");
	end(t);
}

KTEST(vm_protect, pages_that_were_touched_follow)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, RW);
	user_write(vm, page(0), 3);
	KTEST_EXPECT_EQ(t, protect(0, 1, PROT_READ), 0);
	KTEST_EXPECT_EQ(t, user_write(vm, page(0), 4), -EACCES);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 3);
	KTEST_EXPECT_EQ(t, protect(0, 1, RW), 0);
	KTEST_EXPECT(t, user_page_translate(&vm->mm, page(0), true));
	KTEST_EXPECT_EQ(t, user_write(vm, page(0), 4), 0);
	end(t);
}

KTEST(vm_protect, nobody_sees_a_page_without_access)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 1, RW);
	user_write(vm, page(0), 3);
	KTEST_EXPECT_EQ(t, protect(0, 1, PROT_NONE), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), -EACCES);
	KTEST_EXPECT_EQ(t, protect(0, 1, PROT_EXEC), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 3);
	end(t);
}

KTEST(vm_protect, the_page_of_zeros_is_not_made_writable)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, PROT_READ);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 0);
	KTEST_EXPECT_EQ(t, protect(0, 2, RW), 0);
	KTEST_EXPECT(t, !user_page_translate(&vm->mm, page(0), true));
	KTEST_EXPECT_EQ(t, user_write(vm, page(0), 1), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 0);
	end(t);
}

KTEST(vm_protect, execution_needs_permission)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 1, RW);
	KTEST_EXPECT_EQ(t, vm_fault(vm, page(0), FAULT_USER | FAULT_EXECUTE),
			-EACCES);
	KTEST_EXPECT_EQ(t, protect(0, 1, PROT_READ | PROT_EXEC), 0);
	KTEST_EXPECT_EQ(t, vm_fault(vm, page(0), FAULT_USER | FAULT_EXECUTE),
			0);
	end(t);
}

KTEST(vm_protect, bad_requests_are_refused)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, RW);
	KTEST_EXPECT_EQ(t, vm_protect(vm, page(0) + 1, PAGE_SIZE, RW), -EINVAL);
	KTEST_EXPECT_EQ(t, protect(0, 1, 0x100), -EINVAL);
	KTEST_EXPECT_EQ(t, protect(0, 1, PROT_GROWSDOWN), -EINVAL);
	KTEST_EXPECT_EQ(t, protect(0, 1, PROT_GROWSDOWN | PROT_GROWSUP),
			-EINVAL);
	KTEST_EXPECT_EQ(t, protect(0, 0, RW), 0);
	KTEST_EXPECT_EQ(t, protect(5, 1, PROT_READ), -ENOMEM);
	KTEST_EXPECT_EQ(t, vm_protect(vm, page(0), USER_END, RW), -ENOMEM);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-2 rw-p ");
	end(t);
}

KTEST(vm_protect, what_lies_before_a_hole_is_changed)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, RW);
	map_pages(3, 1, RW);
	KTEST_EXPECT_EQ(t, protect(1, 3, PROT_READ), -ENOMEM);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 1-2 r--p 3-4 rw-p ");
	KTEST_EXPECT_EQ(t, protect(2, 2, PROT_READ), -ENOMEM);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 1-2 r--p 3-4 rw-p ");
	end(t);
}

KTEST(vm_protect, memory_that_may_be_written_is_promised)
{
	struct vm_commit first, second;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 8, PROT_READ);
	vm_commit_get(&first);
	KTEST_EXPECT_EQ(t, protect(2, 3, RW), 0);
	vm_commit_get(&second);
	KTEST_EXPECT_EQ(t, second.committed, first.committed + 3);
	KTEST_EXPECT_EQ(t, protect(2, 3, PROT_READ), 0);
	KTEST_EXPECT_EQ(t, protect(2, 3, RW), 0);
	vm_commit_get(&second);
	KTEST_EXPECT_EQ(t, second.committed, first.committed + 3);
	end(t);
}

KTEST(vm_protect, a_stack_is_changed_from_its_start_on_request)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), 4 * PAGE_SIZE, RW, MAP_FIXED | MAP_GROWSDOWN);
	KTEST_EXPECT_EQ(t, protect(2, 1, PROT_READ | PROT_GROWSDOWN), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-3 r--p 3-4 rw-p ");
	end(t);
}

KTEST(vm_protect, a_range_below_a_stack_leaves_it_alone)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(4), 2 * PAGE_SIZE, RW, MAP_FIXED | MAP_GROWSDOWN);
	KTEST_EXPECT_EQ(t, protect(2, 1, PROT_READ | PROT_GROWSDOWN), -ENOMEM);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "4-6 rw-p ");
	end(t);
}
