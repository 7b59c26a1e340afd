// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap(2), munmap(2) and brk(2): each rule and error of their man pages.
 */
#include "test_one_space.h"

#define PLACE TEST_PLACE

static long map_pages(unsigned long first, unsigned long count, u32 prot)
{
	return user_map(vm, page(first), count * PAGE_SIZE, prot, MAP_FIXED);
}

KTEST(vm_map, memory_is_zero_and_keeps_what_is_written)
{
	long at;

	KTEST_ASSERT(t, begin(t));
	at = user_map(vm, 0, 3 * PAGE_SIZE, RW, 0);
	KTEST_EXPECT_GT(t, at, 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, at), 0);
	KTEST_EXPECT_EQ(t, user_write(vm, at, 5), 0);
	KTEST_EXPECT_EQ(t, user_write(vm, at + 2 * PAGE_SIZE + 9, 6), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, at), 5);
	KTEST_EXPECT_EQ(t, user_byte(vm, at + 2 * PAGE_SIZE + 9), 6);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 2);
	end(t);
}

KTEST(vm_map, mappings_go_from_the_top_down_and_join)
{
	long first, second;

	KTEST_ASSERT(t, begin(t));
	vm->map_top = page(100);
	first = user_map(vm, 0, PAGE_SIZE, RW, 0);
	second = user_map(vm, 0, PAGE_SIZE + 1, RW, 0);
	KTEST_EXPECT_EQ(t, first, page(99));
	KTEST_EXPECT_EQ(t, second, page(97));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "97-100 rw-p ");
	end(t);
}

KTEST(vm_map, a_full_lower_part_sends_mappings_above_it)
{
	KTEST_ASSERT(t, begin(t));
	vm->map_top = VM_LOWEST + PAGE_SIZE;
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, 0), VM_LOWEST);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, 0),
			USER_END - PAGE_SIZE);
	end(t);
}

KTEST(vm_map, a_hint_is_taken_if_it_is_free)
{
	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, user_map(vm, page(5) + 7, PAGE_SIZE, RW, 0),
			page(5));
	KTEST_EXPECT_NE(t, user_map(vm, page(5), PAGE_SIZE, RW, 0), page(5));
	KTEST_EXPECT_GT(t, user_map(vm, USER_END, PAGE_SIZE, RW, 0), 0);
	end(t);
}

KTEST(vm_map, map_32bit_stays_below_2_gb)
{
	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, MAP_32BIT),
			(1L << 31) - PAGE_SIZE);
	end(t);
}

KTEST(vm_map, fixed_replaces_what_is_there)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 5, RW);
	user_write(vm, page(2), 7);
	user_write(vm, page(4), 8);
	KTEST_EXPECT_EQ(t, map_pages(1, 3, PROT_READ), page(1));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 1-4 r--p 4-5 rw-p ");
	KTEST_EXPECT_EQ(t, user_byte(vm, page(2)), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(4)), 8);
	end(t);
}

KTEST(vm_map, fixed_noreplace_fails_where_something_is)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(2, 1, RW);
	KTEST_EXPECT_EQ(t,
			user_map(vm, page(0), 3 * PAGE_SIZE, RW,
				 MAP_FIXED_NOREPLACE),
			-EEXIST);
	KTEST_EXPECT_EQ(t,
			user_map(vm, page(0), 2 * PAGE_SIZE, RW,
				 MAP_FIXED_NOREPLACE),
			page(0));
	end(t);
}

KTEST(vm_map, bad_requests_are_refused)
{
	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, user_map(vm, 0, 0, RW, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, 0xf), -EINVAL);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, MAP_HUGETLB),
			-EINVAL);
	KTEST_EXPECT_EQ(t, user_map(vm, page(0) + 1, PAGE_SIZE, RW, MAP_FIXED),
			-EINVAL);
	KTEST_EXPECT_EQ(t,
			user_map(vm, 0, PAGE_SIZE, RW,
				 MAP_SHARED_VALIDATE | MAP_SYNC),
			-EOPNOTSUPP);
	KTEST_EXPECT_EQ(
		t, user_map(vm, 0, PAGE_SIZE, RW, MAP_SHARED | MAP_GROWSDOWN),
		-EINVAL);
	KTEST_EXPECT_EQ(t, user_map(vm, PAGE_SIZE, PAGE_SIZE, RW, MAP_FIXED),
			-EPERM);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, ~0UL, RW, 0), -ENOMEM);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, ~0UL - PAGE_SIZE, RW, 0), -ENOMEM);
	KTEST_EXPECT_EQ(t,
			user_map(vm, USER_END - PAGE_SIZE, 2 * PAGE_SIZE, RW,
				 MAP_FIXED),
			-ENOMEM);
	KTEST_EXPECT_EQ(t,
			vm_map(vm, &(struct vm_request){.size = PAGE_SIZE,
							.flags = MAP_PRIVATE}),
			-EBADF);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "");
	end(t);
}

KTEST(vm_map, the_size_limit_holds)
{
	KTEST_ASSERT(t, begin(t));
	vm->size_max = 4 * PAGE_SIZE;
	KTEST_EXPECT_EQ(t, map_pages(0, 4, RW), page(0));
	KTEST_EXPECT_EQ(t, map_pages(9, 1, RW), -ENOMEM);
	KTEST_EXPECT_EQ(t, map_pages(1, 2, PROT_READ), page(1));
	end(t);
}

KTEST(vm_map, no_more_is_promised_than_the_limit_says)
{
	struct vm_commit commit;
	size_t size;

	KTEST_ASSERT(t, begin(t));
	vm_commit_get(&commit);
	size = (commit.limit - commit.committed) * PAGE_SIZE;
	KTEST_EXPECT_EQ(t, user_map(vm, 0, size + PAGE_SIZE, RW, 0), -ENOMEM);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, size + PAGE_SIZE, RW, MAP_SHARED),
			-ENOMEM);
	KTEST_EXPECT_GT(t, user_map(vm, 0, size, RW, 0), 0);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, 0), -ENOMEM);
	KTEST_EXPECT_GT(t, user_map(vm, 0, PAGE_SIZE, PROT_READ, 0), 0);
	KTEST_EXPECT_GT(t, user_map(vm, 0, size, RW, MAP_NORESERVE), 0);
	end(t);
}

KTEST(vm_map, populate_touches_all_pages)
{
	long at;

	KTEST_ASSERT(t, begin(t));
	at = user_map(vm, 0, 5 * PAGE_SIZE, RW, MAP_POPULATE);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 5);
	KTEST_EXPECT(t, user_page_translate(&vm->mm, at, true));
	end(t);
}

KTEST(vm_unmap, a_hole_is_made_in_the_middle)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 5, RW);
	for (unsigned int i = 0; i < 5; i++)
		user_write(vm, page(i), (u8)(i + 1));
	KTEST_EXPECT_EQ(t, vm_unmap(vm, page(1), 2 * PAGE_SIZE), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 3-5 rw-p ");
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), -EFAULT);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(3)), 4);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 3);
	KTEST_EXPECT_EQ(t, vm->pages, 3);
	end(t);
}

KTEST(vm_unmap, holes_and_several_areas_are_fine)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, RW);
	map_pages(3, 2, PROT_READ);
	map_pages(7, 2, RW);
	KTEST_EXPECT_EQ(t, vm_unmap(vm, page(1), 7 * PAGE_SIZE), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 8-9 rw-p ");
	KTEST_EXPECT_EQ(t, vm_unmap(vm, page(1), 7 * PAGE_SIZE - 5), 0);
	end(t);
}

KTEST(vm_unmap, bad_ranges_are_refused)
{
	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, vm_unmap(vm, page(0) + 1, PAGE_SIZE), -EINVAL);
	KTEST_EXPECT_EQ(t, vm_unmap(vm, page(0), 0), -EINVAL);
	KTEST_EXPECT_EQ(t, vm_unmap(vm, page(0), USER_END), -EINVAL);
	KTEST_EXPECT_EQ(t, vm_unmap(vm, ~0UL << 12, PAGE_SIZE), -EINVAL);
	end(t);
}

KTEST(vm_break, it_moves_up_and_down)
{
	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t, vm_break(vm, page(1)), 0);
	vm_break_set(vm, page(0));
	KTEST_EXPECT_EQ(t, vm_break(vm, 0), page(0));
	KTEST_EXPECT_EQ(t, vm_break(vm, page(2) + 5), page(2) + 5);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-3 rw-p ");
	user_write(vm, page(2), 9);
	KTEST_EXPECT_EQ(t, vm_break(vm, page(4)), page(4));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-4 rw-p ");
	KTEST_EXPECT_EQ(t, user_byte(vm, page(2)), 9);
	KTEST_EXPECT_EQ(t, vm_break(vm, page(0)), page(0));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "");
	end(t);
}

KTEST(vm_break, it_stays_where_it_is_when_it_cannot_move)
{
	KTEST_ASSERT(t, begin(t));
	vm_break_set(vm, page(0));
	map_pages(4, 1, PROT_READ);
	KTEST_EXPECT_EQ(t, vm_break(vm, page(1)), page(1));
	KTEST_EXPECT_EQ(t, vm_break(vm, page(5)), page(1));
	KTEST_EXPECT_EQ(t, vm_break(vm, page(0) - 1), page(1));
	KTEST_EXPECT_EQ(t, vm_break(vm, ~0UL), page(1));
	vm->data_max = 2 * PAGE_SIZE;
	KTEST_EXPECT_EQ(t, vm_break(vm, page(3)), page(1));
	KTEST_EXPECT_EQ(t, vm_break(vm, page(2)), page(2));
	end(t);
}
