// SPDX-License-Identifier: GPL-2.0-only
/*
 * Touching pages before the program does.
 */
#include <exo/signal.h>
#include <exo/task.h>
#include <uapi/errno.h>

#include "internal.h"

/* By writing where that is allowed, which saves the fault that would follow. */
static int populate_page(struct vm *vm, unsigned long page)
{
	int error = vm_fault(vm, page, FAULT_USER | FAULT_WRITE);

	return error == -EACCES ? vm_fault(vm, page, FAULT_USER) : error;
}

/* How much is touched is the program's choice: let kill() end it. */
static bool dying(void)
{
	return READ_ONCE(current->pending_signals) & SIGNAL_BIT(SIGKILL);
}

int vm_touch_pages(struct vm *vm, unsigned long start, unsigned long end,
		   unsigned int access)
{
	int error = 0;

	for (; start < end && !error; start += PAGE_SIZE)
		error = dying() ? -EINTR : vm_fault(vm, start, access);
	return error;
}

int vm_populate(struct vm *vm, unsigned long start, unsigned long end)
{
	int error = 0;

	for (; start < end && !error; start += PAGE_SIZE)
		error = dying() ? -EINTR : populate_page(vm, start);
	return error;
}

/* The first area that ends above *@start; false: there is none. */
static bool next_area(struct vm *vm, unsigned long *start, unsigned long *end)
{
	const struct vm_area *area;

	mutex_lock(&vm->lock);
	area = area_find(&vm->areas, *start);
	if (area) {
		*start = max(*start, area->start);
		*end = area->end;
	}
	vm_unlock(vm);
	return area;
}

void vm_populate_all(struct vm *vm)
{
	unsigned long start = 0, end;

	for (; next_area(vm, &start, &end); start = end)
		(void)vm_populate(vm, start, end);
}
