// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory calls that usr/abi does not ask for: locks, and hostile arguments.
 */
#include <asm/memlayout.h>
#include <exo/ktest.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "test_memory.h"

enum {
	PAGES = 4
};

static u8 resident(unsigned long address, u8 __user *to)
{
	u8 value = 0xff;

	if (sys_mincore(address, PAGE_SIZE, to) || user_get(value, to))
		return 0xff;
	return value;
}

static void check_locks(struct ktest *t)
{
	unsigned long at = test_memory_map(PAGES * PAGE_SIZE, false);
	u8 __user *to = (u8 __user *)test_memory_map(PAGE_SIZE, false);
	unsigned long second = at + PAGE_SIZE;

	KTEST_EXPECT_EQ(t, resident(second, to), 0);
	KTEST_EXPECT_EQ(t, vm_lock(current->vm, second, 1, VM_LOCK_NOW), 0);
	KTEST_EXPECT_EQ(t, resident(second, to), 1);
	KTEST_EXPECT_EQ(t, resident(second + PAGE_SIZE, to), 0);
	KTEST_EXPECT_EQ(t, vm_locked_bytes(current->vm, 0, USER_END),
			PAGE_SIZE);
	KTEST_EXPECT_EQ(t, sys_madvise(at, 2 * PAGE_SIZE, MADV_DONTNEED),
			-EINVAL);
	KTEST_EXPECT_EQ(t, resident(second, to), 1);
	KTEST_EXPECT_EQ(t, sys_munlock(at, PAGES * PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, vm_locked_bytes(current->vm, 0, USER_END), 0);
	KTEST_EXPECT_EQ(t, sys_madvise(at, 2 * PAGE_SIZE, MADV_DONTNEED), 0);
	KTEST_EXPECT_EQ(t, resident(second, to), 0);
	KTEST_EXPECT_EQ(t, vm_lock(current->vm, second, 1, VM_LOCK_ON_FAULT),
			0);
	KTEST_EXPECT_EQ(t, resident(second, to), 0);
	KTEST_EXPECT_EQ(t, vm_lock(current->vm, 0, PAGE_SIZE, VM_LOCK_NOW),
			-ENOMEM);
	KTEST_EXPECT_EQ(t, vm_lock(current->vm, -1UL, 2, VM_LOCK_NOW), -EINVAL);
	KTEST_EXPECT_EQ(t, vm_lock(current->vm, 1UL << 63, 2, VM_LOCK_NOW),
			-ENOMEM);
}

KTEST(sys_memory, locked_pages_are_there_and_stay)
{
	KTEST_EXPECT(t, test_memory_run(t, check_locks));
}

static void check_lock_all(struct ktest *t)
{
	unsigned long at = test_memory_map(PAGE_SIZE, false), later;
	u8 __user *to = (u8 __user *)test_memory_map(PAGE_SIZE, false);

	vm_lock_all(current->vm, MCL_CURRENT | MCL_FUTURE);
	KTEST_EXPECT_EQ(t, resident(at, to), 1);
	later = test_memory_map(PAGE_SIZE, true);
	KTEST_EXPECT_EQ(t, resident(later, to), 1);
	KTEST_EXPECT_EQ(t, vm_locked_bytes(current->vm, 0, USER_END),
			3 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, sys_munlockall(), 0);
	KTEST_EXPECT_EQ(t, vm_locked_bytes(current->vm, 0, USER_END), 0);
	KTEST_EXPECT_EQ(t, sys_mlockall(0), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_mlockall(MCL_ONFAULT), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_mlockall(8), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_mlock2(at, PAGE_SIZE, 2), -EINVAL);
}

KTEST(sys_memory, all_memory_can_be_locked_that_to_come_too)
{
	KTEST_EXPECT(t, test_memory_run(t, check_lock_all));
}

static void check_hostile(struct ktest *t)
{
	unsigned long at = test_memory_map(PAGE_SIZE, false);
	u8 __user *nowhere = (u8 __user *)8,
		  *kernel = (u8 __user *)(~0UL << 47);

	KTEST_EXPECT_EQ(t, sys_mincore(at, PAGE_SIZE, nowhere), -EFAULT);
	KTEST_EXPECT_EQ(t, sys_mincore(at, PAGE_SIZE, kernel), -EFAULT);
	KTEST_EXPECT_EQ(t, sys_mincore(at, -1UL, nowhere), -ENOMEM);
	KTEST_EXPECT_EQ(t, sys_mincore(at, 0, nowhere), 0);
	KTEST_EXPECT_EQ(t,
			sys_mmap(0, PAGE_SIZE, 0, MAP_PRIVATE | MAP_ANONYMOUS,
				 -1, 1),
			-EINVAL);
	KTEST_EXPECT_EQ(t, sys_munmap(~0UL << 47, PAGE_SIZE), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_mprotect(at, -PAGE_SIZE, PROT_READ), -ENOMEM);
	KTEST_EXPECT_EQ(t, sys_sysinfo((struct sysinfo __user *)nowhere),
			-EFAULT);
}

KTEST(sys_memory, hostile_arguments_are_errors)
{
	KTEST_EXPECT(t, test_memory_run(t, check_hostile));
}
