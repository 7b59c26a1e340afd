// SPDX-License-Identifier: GPL-2.0-only
/*
 * mremap(2): each rule and error of its man page.
 */
#include "test_one_space.h"

static void map_pages(unsigned long first, unsigned long count, u32 flags)
{
	user_map(vm, page(first), count * PAGE_SIZE, RW, MAP_FIXED | flags);
	for (unsigned long i = first; i < first + count; i++)
		user_write(vm, page(i), (u8)i);
}

/* In pages; @to is where with MREMAP_FIXED. */
static long remap(unsigned long from, size_t old, size_t new, u32 flags,
		  unsigned long to)
{
	return vm_remap(vm, &(struct vm_move){page(from), old * PAGE_SIZE,
					      new *PAGE_SIZE, flags, page(to)});
}

KTEST(vm_remap, it_shrinks_and_grows_in_place)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 4, 0);
	KTEST_EXPECT_EQ(t, remap(0, 4, 2, 0, 0), page(0));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-2 rw-p ");
	KTEST_EXPECT_EQ(t, remap(0, 2, 6, 0, 0), page(0));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-6 rw-p ");
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(2)), 0);
	KTEST_EXPECT_EQ(t, remap(0, 6, 6, 0, 0), page(0));
	end(t);
}

KTEST(vm_remap, it_moves_when_there_is_no_room_and_it_may)
{
	long to;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, 0);
	user_map(vm, page(2), PAGE_SIZE, PROT_READ, MAP_FIXED);
	KTEST_EXPECT_EQ(t, remap(0, 2, 3, 0, 0), -ENOMEM);
	to = remap(0, 2, 3, MREMAP_MAYMOVE, 0);
	KTEST_ASSERT(t, to > 0 && (unsigned long)to != page(0));
	KTEST_EXPECT_EQ(t, user_byte(vm, to + PAGE_SIZE), 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, to + 2 * PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), -EFAULT);
	end(t);
}

KTEST(vm_remap, what_is_large_and_empty_moves_at_once)
{
	const size_t size =
		1UL << 42; /* a look at each page would last for minutes */
	long from, to;

	KTEST_ASSERT(t, begin(t));
	from = user_map(vm, 0, size, PROT_READ, MAP_NORESERVE);
	KTEST_ASSERT(t, from > 0);
	user_byte(vm, (unsigned long)from);
	user_byte(vm, (unsigned long)from + size - PAGE_SIZE);
	to = vm_remap(vm, &(struct vm_move){(unsigned long)from, size, size,
					    MREMAP_MAYMOVE | MREMAP_FIXED,
					    (unsigned long)from - 2 * size});
	KTEST_EXPECT_EQ(t, to, from - 2 * (long)size);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 2);
	KTEST_EXPECT(t, user_page_translate(&vm->mm, (unsigned long)to, false));
	KTEST_EXPECT(t, user_page_translate(
				&vm->mm, (unsigned long)to + size - PAGE_SIZE,
				false));
	end(t);
}

KTEST(vm_remap, a_fixed_place_is_taken_from_what_is_there)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 3, 0);
	map_pages(10, 3, 0);
	KTEST_EXPECT_EQ(t, remap(1, 1, 2, MREMAP_MAYMOVE | MREMAP_FIXED, 11),
			page(11));
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-p 2-3 rw-p 10-13 rw-p ");
	KTEST_EXPECT_EQ(t, user_byte(vm, page(11)), 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(12)), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(10)), 10);
	end(t);
}

KTEST(vm_remap, dontunmap_leaves_an_empty_mapping)
{
	const u32 flags = MREMAP_MAYMOVE | MREMAP_DONTUNMAP;
	long to;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, 0);
	KTEST_EXPECT_EQ(t, remap(0, 2, 3, flags, 0), -EINVAL);
	to = remap(0, 2, 2, flags, 0);
	KTEST_ASSERT(t, to > 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, to + PAGE_SIZE), 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 0);
	KTEST_EXPECT_EQ(t, vm->pages, 4);
	end(t);
}

KTEST(vm_remap, a_shared_mapping_of_size_0_is_mapped_twice)
{
	long to;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, MAP_SHARED);
	to = remap(0, 0, 2, MREMAP_MAYMOVE, 0);
	KTEST_ASSERT(t, to > 0);
	user_write(vm, to + PAGE_SIZE, 77);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 77);
	map_pages(5, 1, 0);
	KTEST_EXPECT_EQ(t, remap(5, 0, 1, MREMAP_MAYMOVE, 0), -EINVAL);
	end(t);
}

KTEST(vm_remap, bad_requests_are_refused)
{
	const u32 fixed = MREMAP_MAYMOVE | MREMAP_FIXED;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, 0);
	user_map(vm, page(2), PAGE_SIZE, PROT_READ, MAP_FIXED);
	KTEST_EXPECT_EQ(t, remap(0, 1, 0, 0, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, remap(0, 1, 1, 8, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, remap(0, 1, 1, MREMAP_FIXED, 9), -EINVAL);
	KTEST_EXPECT_EQ(t, remap(0, 2, 2, fixed, 1), -EINVAL);
	KTEST_EXPECT_EQ(t, remap(8, 1, 1, 0, 0), -EFAULT);
	KTEST_EXPECT_EQ(t, remap(1, 2, 4, MREMAP_MAYMOVE, 0), -EFAULT);
	KTEST_EXPECT_EQ(t,
			vm_remap(vm, &(struct vm_move){page(0) + 1, PAGE_SIZE,
						       PAGE_SIZE, 0, 0}),
			-EINVAL);
	KTEST_EXPECT_EQ(
		t,
		vm_remap(vm, &(struct vm_move){page(0), PAGE_SIZE, ~0UL, 1, 0}),
		-EINVAL);
	vm->size_max = 3 * PAGE_SIZE;
	KTEST_EXPECT_EQ(t, remap(0, 2, 3, MREMAP_MAYMOVE, 0), -ENOMEM);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-2 rw-p 2-3 r--p ");
	end(t);
}
