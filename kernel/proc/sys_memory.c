// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that change the address space; what they do is in vm/.
 */
#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "memory_lock.h"

long sys_mmap(unsigned long address, size_t size, u32 prot, u32 flags, int fd,
	      u64 offset)
{
	struct vm_request request = {
		.address = address,
		.size = size,
		.prot = prot,
		.flags = flags,
		.offset = offset,
	};
	long result;

	if (offset & (PAGE_SIZE - 1))
		return -EINVAL;
	if (flags & MAP_LOCKED && (result = memory_lock_check(size)))
		return result == -ENOMEM ? -EAGAIN : result;
	if (flags & MAP_ANONYMOUS)
		return vm_map(current->vm, &request);
	request.file = fd_get(current->files, fd);
	if (!request.file)
		return -EBADF;
	result = request.file->flags & O_PATH ? -EBADF
					      : vm_map(current->vm, &request);
	file_put(request.file);
	return result;
}

long sys_munmap(unsigned long address, size_t size)
{
	return vm_unmap(current->vm, address, size);
}

long sys_mprotect(unsigned long address, size_t size, u32 prot)
{
	return vm_protect(current->vm, address, size, prot);
}

/* May the locked area at @address grow by @more bytes? */
static bool may_grow(unsigned long address, size_t more)
{
	return !vm_locked_bytes(current->vm, address, 1) ||
	       !memory_lock_check(more);
}

long sys_mremap(unsigned long from, size_t old_size, size_t new_size, u32 flags,
		unsigned long to)
{
	if (new_size > old_size && !may_grow(from, new_size - old_size))
		return -EAGAIN;
	return vm_remap(current->vm, &(struct vm_move){
					     .from = from,
					     .old_size = old_size,
					     .new_size = new_size,
					     .flags = flags,
					     .to = to,
				     });
}

long sys_madvise(unsigned long address, size_t size, int advice)
{
	return vm_advise(current->vm, address, size, advice);
}

long sys_msync(unsigned long address, size_t size, u32 flags)
{
	return vm_sync(current->vm, address, size, flags);
}

long sys_brk(unsigned long address)
{
	return (long)vm_break(current->vm, address);
}
