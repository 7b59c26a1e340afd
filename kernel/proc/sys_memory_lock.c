// SPDX-License-Identifier: GPL-2.0-only
/*
 * mlock(2) and its like, and mincore(2).
 */
#include <asm/memlayout.h>
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "memory_lock.h"

enum {
	MINCORE_PAGES = 256, /* looked at in one go */
};

static u64 limit(void)
{
	const struct rlimit *rlimit = &current_process->limits[RLIMIT_MEMLOCK];

	return credentials_current()->euid ? READ_ONCE(rlimit->rlim_cur)
					   : RLIM_INFINITY;
}

static int check(u64 bytes)
{
	const u64 most = limit();

	if (!most)
		return -EPERM;
	return bytes > most ? -ENOMEM : 0;
}

int memory_lock_check(size_t size)
{
	const u64 locked = vm_locked_bytes(current->vm, 0, USER_END);

	return check(size > ~0UL - locked ? ~0UL : locked + size);
}

static long lock(unsigned long address, size_t size, enum vm_lock_kind kind)
{
	const size_t in_page = address & (PAGE_SIZE - 1);
	size_t more;
	int error;

	if (size > ~0UL - PAGE_SIZE - in_page)
		return -EINVAL;
	more = ALIGN_UP(size + in_page, PAGE_SIZE);
	/* What is locked already does not count twice. */
	more -= vm_locked_bytes(current->vm, address - in_page, more);
	error = memory_lock_check(more);
	return error ? error : vm_lock(current->vm, address, size, kind);
}

long sys_mlock(unsigned long address, size_t size)
{
	return lock(address, size, VM_LOCK_NOW);
}

long sys_mlock2(unsigned long address, size_t size, u32 flags)
{
	if (flags & ~(u32)MLOCK_ONFAULT)
		return -EINVAL;
	return lock(address, size,
		    flags & MLOCK_ONFAULT ? VM_LOCK_ON_FAULT : VM_LOCK_NOW);
}

long sys_munlock(unsigned long address, size_t size)
{
	return vm_lock(current->vm, address, size, VM_UNLOCK);
}

long sys_mlockall(u32 flags)
{
	const u32 known = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;
	int error;

	if (!flags || flags & ~known || flags == MCL_ONFAULT)
		return -EINVAL;
	error = check(flags & MCL_CURRENT ? current->vm->pages << PAGE_SHIFT
					  : 1);
	if (!error)
		vm_lock_all(current->vm, flags);
	return error;
}

long sys_munlockall(void)
{
	vm_lock_all(current->vm, 0);
	return 0;
}

static int incore(unsigned long address, size_t pages, u8 __user *to)
{
	u8 resident[MINCORE_PAGES];
	int error =
		vm_incore(current->vm, address, pages << PAGE_SHIFT, resident);

	return error ? error : user_copy_to(to, resident, pages);
}

long sys_mincore(unsigned long address, size_t size, u8 __user *to)
{
	size_t pages, part;
	int error = 0;

	if (address & (PAGE_SIZE - 1))
		return -EINVAL;
	if (!user_range_valid((void __user *)address, size))
		return -ENOMEM;
	pages = ALIGN_UP(size, PAGE_SIZE) >> PAGE_SHIFT;
	if (!user_range_valid(to, pages))
		return -EFAULT;
	for (; pages && !error; pages -= part) {
		part = min(pages, (size_t)MINCORE_PAGES);
		error = incore(address, part, to);
		address += part << PAGE_SHIFT;
		to += part;
	}
	return error;
}
