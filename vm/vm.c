// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces from creation to the last reference.
 *
 * Lock order: an inode's mutex, an address space's lock, a page source's lock,
 * mm->lock. A write to a file holds the first while a page fault of it takes the
 * second; so no page fault takes an inode's mutex.
 */
#define pr_fmt(fmt) "vm: " fmt

#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/task.h>
#include <uapi/errno.h>

#include "internal.h"

static struct kmem_cache *vm_cache;

static int vm_init(void)
{
	vm_cache = kmem_cache_create("vm", sizeof(struct vm), 0);
	if (!vm_cache)
		panic("no memory for address spaces");
	return 0;
}
INITCALL(memory, vm_init);

struct vm *vm_create(void)
{
	struct vm *vm = kmem_cache_alloc(vm_cache);

	if (!vm)
		return NULL;
	*vm = (struct vm){
		.refs = 1,
		.map_top = USER_END,
		.size_max = VM_NO_LIMIT,
		.data_max = VM_NO_LIMIT,
		.stack_max = 8UL << 20,
	};
	if (page_root_create(&vm->mm)) {
		kmem_cache_free(vm_cache, vm);
		return NULL;
	}
	mutex_init(&vm->lock, "address space");
	area_tree_init(&vm->areas);
	return vm;
}

void vm_free_dead(struct vm_area *dead)
{
	while (dead) {
		struct vm_area *area = dead;

		dead = area->next_dead;
		area_free(area);
	}
}

static void vm_free(struct vm *vm)
{
	mm_leave(&vm->mm);
	/* First, so that nobody finds pages any more, not even by truncation. */
	area_tree_clear(&vm->areas, area_release);
	vm_free_dead(vm->dead);
	user_tables_free(&vm->mm);
	page_root_destroy(&vm->mm);
	kmem_cache_free(vm_cache, vm);
}

void vm_put(struct vm *vm)
{
	if (vm && !__atomic_sub_fetch(&vm->refs, 1, __ATOMIC_ACQ_REL))
		vm_free(vm);
}

int vm_for_each_area(struct vm *vm,
		     int (*visit)(const struct vm_area *area, void *arg),
		     void *arg)
{
	struct vm_area *area;
	int result = 0;

	mutex_lock(&vm->lock);
	for (area = area_first(&vm->areas); area && !result;
	     area = area_next(area))
		result = visit(area, arg);
	vm_unlock(vm);
	return result;
}

int page_fault_resolve(unsigned long address, unsigned int access)
{
	struct vm *vm = current->vm;

	if (likely(vm))
		return vm_fault(vm, address, access);
	/* Nothing to add, whatever tables it runs on. */
	return access & FAULT_PRESENT ? -EACCES : -EFAULT;
}
