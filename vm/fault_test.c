// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults of anonymous memory and of stacks.
 */
#include "test_one_space.h"

#include <exo/frame.h>
#include <exo/task.h>

#include "internal.h"

static long map_stack(unsigned long first, unsigned long count)
{
	return user_map(vm, page(first), count * PAGE_SIZE, RW,
			MAP_FIXED | MAP_GROWSDOWN | MAP_STACK);
}

KTEST(vm_fault, reads_share_a_page_of_zeros)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), 2 * PAGE_SIZE, RW, MAP_FIXED);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 0);
	KTEST_EXPECT_EQ(t, user_page_translate(&vm->mm, page(0), false),
			user_page_translate(&vm->mm, page(1), false));
	KTEST_EXPECT_EQ(t, user_write(vm, page(0), 1), 0);
	KTEST_EXPECT_NE(t, user_page_translate(&vm->mm, page(0), false),
			user_page_translate(&vm->mm, page(1), false));
	KTEST_EXPECT_EQ(t, user_byte(vm, page(1)), 0);
	end(t);
}

KTEST(vm_fault, accesses_outside_and_against_the_area_fail)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(1), PAGE_SIZE, PROT_READ, MAP_FIXED);
	user_map(vm, page(3), PAGE_SIZE, PROT_NONE, MAP_FIXED);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), -EFAULT);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(2)), -EFAULT);
	KTEST_EXPECT_EQ(t, user_write(vm, page(1), 1), -EACCES);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(3)), -EACCES);
	KTEST_EXPECT_EQ(t, vm_fault(vm, USER_END, FAULT_USER), -EFAULT);
	KTEST_EXPECT_EQ(t, vm_fault(vm, ~0UL, FAULT_USER), -EFAULT);
	KTEST_EXPECT_EQ(t, vm_fault(vm, 0, FAULT_USER), -EFAULT);
	end(t);
}

KTEST(vm_fault, what_was_allowed_meanwhile_is_tried_again)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), PAGE_SIZE, RW, MAP_FIXED);
	user_write(vm, page(0), 1);
	KTEST_EXPECT_EQ(t, vm_fault(vm, page(0), FAULT_USER | FAULT_PRESENT),
			0);
	KTEST_EXPECT_EQ(t, vm_fault(vm, page(0), FAULT_USER | FAULT_WRITE), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, page(0)), 1);
	KTEST_EXPECT_EQ(t, vm->mm.resident, 1);
	end(t);
}

KTEST(vm_fault, a_task_without_an_address_space_has_none)
{
	KTEST_EXPECT_EQ(t, page_fault_resolve(TEST_PLACE, FAULT_USER), -EFAULT);
	KTEST_EXPECT_EQ(
		t, page_fault_resolve(TEST_PLACE, FAULT_USER | FAULT_PRESENT),
		-EACCES);
}

KTEST(vm_fault, the_address_space_of_the_task_is_used)
{
	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), PAGE_SIZE, RW, MAP_FIXED);
	current->vm = vm;
	KTEST_EXPECT_EQ(t, page_fault_resolve(page(0), FAULT_WRITE), 0);
	current->vm = NULL;
	KTEST_EXPECT_EQ(t, vm->mm.resident, 1);
	end(t);
}

KTEST(vm_fault, a_loaded_address_space_may_end)
{
	unsigned long flags;

	KTEST_ASSERT(t, begin(t));
	user_map(vm, page(0), PAGE_SIZE, RW, MAP_FIXED | MAP_POPULATE);
	flags = irq_save();
	vm_switch(vm);
	KTEST_EXPECT_EQ(t, vm->mm.cpus, percpu.bit);
	irq_restore(flags);
	end(t);
	KTEST_EXPECT(t, percpu.mm == NULL);
}

KTEST(vm_stack, it_grows_to_where_it_is_touched)
{
	KTEST_ASSERT(t, begin(t));
	map_stack(1000, 1);
	KTEST_EXPECT_EQ(t, user_write(vm, page(998) + 5, 1), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "998-1001 rw-p ");
	KTEST_EXPECT_EQ(t, vm->pages, 3);
	end(t);
}

KTEST(vm_stack, it_keeps_away_from_what_is_below)
{
	KTEST_ASSERT(t, begin(t));
	map_stack(1000, 1);
	user_map(vm, page(700), PAGE_SIZE, RW, MAP_FIXED);
	KTEST_EXPECT_EQ(t, user_write(vm, page(701 + 255), 1), -EFAULT);
	KTEST_EXPECT_EQ(t, user_write(vm, page(701 + 256), 1), 0);
	end(t);
}

KTEST(vm_stack, nothing_is_mapped_in_its_guard_gap)
{
	KTEST_ASSERT(t, begin(t));
	map_stack(1000, 1);
	vm->map_top = page(1000);
	KTEST_EXPECT_EQ(t, user_map(vm, 0, PAGE_SIZE, RW, 0), page(743));
	end(t);
}

KTEST(vm_stack, its_limits_hold)
{
	KTEST_ASSERT(t, begin(t));
	map_stack(1000, 1);
	vm->stack_max = 10 * PAGE_SIZE;
	KTEST_EXPECT_EQ(t, user_write(vm, page(990), 1), -EFAULT);
	KTEST_EXPECT_EQ(t, user_write(vm, page(991), 1), 0);
	vm->stack_max = VM_NO_LIMIT;
	vm->size_max = 11 * PAGE_SIZE;
	KTEST_EXPECT_EQ(t, user_write(vm, page(989), 1), -EFAULT);
	end(t);
}
