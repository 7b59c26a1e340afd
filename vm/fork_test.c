// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork(2): what parent and child see of each other's writes, in each order.
 */
#include "test_user.h"

#define RW (PROT_READ | PROT_WRITE)

static struct vm *parent, *child;
static struct test_memory before;

static bool begin(struct ktest *t)
{
	test_memory_look(&before);
	parent = vm_create();
	return KTEST_EXPECT(t, parent != NULL);
}

static void end(struct ktest *t)
{
	vm_put(parent);
	vm_put(child);
	child = NULL;
	test_memory_check(t, &before);
}

static unsigned long page(unsigned long n)
{
	return TEST_PLACE + n * PAGE_SIZE;
}

static void map_pages(unsigned long first, unsigned long count, u32 flags)
{
	user_map(parent, page(first), count * PAGE_SIZE, RW, MAP_FIXED | flags);
	for (unsigned long i = first; i < first + count; i++)
		user_write(parent, page(i), (u8)(i + 1));
}

static u64 frames_used(void)
{
	struct test_memory now;

	test_memory_look(&now);
	return now.frames;
}

KTEST(vm_fork, each_has_its_own_after_the_parent_writes)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 3, 0);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	KTEST_EXPECT(t, !user_page_translate(&parent->mm, page(0), true));
	KTEST_EXPECT_EQ(t, user_write(parent, page(0), 50), 0);
	KTEST_EXPECT_EQ(t, user_byte(child, page(0)), 1);
	KTEST_EXPECT_EQ(t, user_write(child, page(1), 60), 0);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(1)), 2);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(0)), 50);
	KTEST_EXPECT_EQ(t, user_byte(child, page(2)), 3);
	end(t);
}

KTEST(vm_fork, what_one_maps_the_other_does_not_see)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 3, 0);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	user_map(parent, page(5), PAGE_SIZE, RW, MAP_FIXED);
	user_write(parent, page(5), 9);
	KTEST_EXPECT_EQ(t, user_byte(child, page(5)), -EFAULT);
	KTEST_EXPECT_EQ(t, vm_unmap(child, page(1), PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(1)), 2);
	KTEST_EXPECT_EQ(t, vm_protect(parent, page(2), PAGE_SIZE, PROT_READ),
			0);
	KTEST_EXPECT_EQ(t, user_write(child, page(2), 8), 0);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(2)), 3);
	end(t);
}

KTEST(vm_fork, pages_that_came_after_it_are_not_shared)
{
	KTEST_ASSERT(t, begin(t));
	user_map(parent, page(0), 2 * PAGE_SIZE, RW, MAP_FIXED);
	user_write(parent, page(0), 1);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	user_write(child, page(1), 7);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(1)), 0);
	end(t);
}

KTEST(vm_fork, shared_memory_stays_shared)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, MAP_SHARED);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	user_write(child, page(0), 40);
	user_write(parent, page(1), 41);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(0)), 40);
	KTEST_EXPECT_EQ(t, user_byte(child, page(1)), 41);
	vm_put(parent);
	parent = NULL;
	KTEST_EXPECT_EQ(t, user_byte(child, page(0)), 40);
	end(t);
}

KTEST(vm_fork, a_child_of_a_child_outlives_both)
{
	struct vm *grandchild;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 3, 0);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	user_write(child, page(1), 70);
	grandchild = vm_fork(child);
	KTEST_ASSERT(t, grandchild);
	user_write(parent, page(0), 71);
	vm_put(parent);
	parent = NULL;
	user_write(child, page(2), 72);
	vm_put(child);
	child = grandchild;
	KTEST_EXPECT_EQ(t, user_byte(grandchild, page(0)), 1);
	KTEST_EXPECT_EQ(t, user_byte(grandchild, page(1)), 70);
	KTEST_EXPECT_EQ(t, user_byte(grandchild, page(2)), 3);
	end(t);
}

KTEST(vm_fork, the_last_owner_writes_without_a_copy)
{
	paddr_t frame;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 1, 0);
	frame = user_page_translate(&parent->mm, page(0), true);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	vm_put(child);
	child = NULL;
	KTEST_EXPECT_EQ(t, user_write(parent, page(0), 9), 0);
	KTEST_EXPECT_EQ(t, user_page_translate(&parent->mm, page(0), true),
			frame);
	end(t);
}

KTEST(vm_fork, its_memory_does_not_grow_with_what_is_mapped)
{
	u64 small, large;

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 1, 0);
	child = vm_fork(parent);
	small = frames_used();
	vm_put(child);
	map_pages(1, 1999, 0);
	large = frames_used();
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	large = frames_used() - large;
	KTEST_EXPECT_LE(t, large, 3);
	KTEST_EXPECT_EQ(t, child->mm.resident, 2000);
	(void)small;
	end(t);
}

KTEST(vm_fork, advice_keeps_memory_from_the_child)
{
	KTEST_ASSERT(t, begin(t));
	map_pages(0, 3, 0);
	KTEST_EXPECT_EQ(t, vm_advise(parent, page(0), PAGE_SIZE, MADV_DONTFORK),
			0);
	KTEST_EXPECT_EQ(
		t, vm_advise(parent, page(1), PAGE_SIZE, MADV_WIPEONFORK), 0);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	KTEST_EXPECT_EQ(t, user_byte(child, page(0)), -EFAULT);
	KTEST_EXPECT_EQ(t, user_byte(child, page(1)), 0);
	KTEST_EXPECT_EQ(t, user_byte(child, page(2)), 3);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(1)), 2);
	KTEST_EXPECT_EQ(t, vm_advise(parent, page(0), PAGE_SIZE, MADV_DOFORK),
			0);
	KTEST_EXPECT_EQ(
		t, vm_advise(parent, page(1), PAGE_SIZE, MADV_KEEPONFORK), 0);
	KTEST_EXPECT_STREQ(t, user_areas(parent), "0-3 rw-p ");
	end(t);
}

KTEST(vm_fork, a_moved_mapping_leaves_the_other_alone)
{
	struct vm_move move = {page(0), PAGE_SIZE, PAGE_SIZE,
			       MREMAP_MAYMOVE | MREMAP_FIXED, page(900)};

	KTEST_ASSERT(t, begin(t));
	map_pages(0, 2, 0);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	KTEST_EXPECT_EQ(t, vm_remap(child, &move), page(900));
	KTEST_EXPECT_EQ(t, user_byte(child, page(900)), 1);
	KTEST_EXPECT_EQ(t, user_byte(child, page(0)), -EFAULT);
	KTEST_EXPECT_EQ(t, user_byte(parent, page(0)), 1);
	end(t);
}

KTEST(vm_fork, what_cannot_be_promised_twice_is_not_forked)
{
	struct vm_commit commit;

	KTEST_ASSERT(t, begin(t));
	vm_commit_get(&commit);
	user_map(parent, 0, (commit.limit - commit.committed) * PAGE_SIZE, RW,
		 0);
	KTEST_EXPECT(t, !vm_fork(parent));
	end(t);
}
