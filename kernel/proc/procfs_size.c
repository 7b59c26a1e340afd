// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much memory a program has, by kinds: for status, and /proc/PID/statm.
 */
#include <asm/memlayout.h>
#include <exo/process.h>
#include <exo/text_buffer.h>
#include <exo/vm.h>

#include "procfs_process.h"

static u64 pages_of(unsigned long start, unsigned long end)
{
	return (ALIGN_UP(end, PAGE_SIZE) - ALIGN_DOWN(start, PAGE_SIZE)) /
	       PAGE_SIZE;
}

static int add_area(const struct vm_area *area, void *arg)
{
	const u64 pages = (area->end - area->start) / PAGE_SIZE;
	const u32 kind = area->flags &
			 (VM_WRITE | VM_SHARED | VM_EXECUTE | VM_GROWS_DOWN);
	struct process_sizes *sizes = arg;

	if (kind & VM_GROWS_DOWN)
		sizes->stack += pages;
	else if ((kind & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		sizes->data += pages;
	else if ((kind & (VM_WRITE | VM_EXECUTE)) == VM_EXECUTE)
		sizes->libraries += pages;
	return 0;
}

void process_measure(struct vm *vm, struct process_sizes *sizes)
{
	*sizes = (struct process_sizes){
		.all = READ_ONCE(vm->pages),
		.resident = READ_ONCE(vm->mm.resident),
		.code = pages_of(vm->layout.start_code, vm->layout.end_code),
	};
	vm_for_each_area(vm, add_area, sizes);
	sizes->code = min(sizes->code, sizes->libraries);
	sizes->libraries -= sizes->code;
}

/* Pages: all, resident, of these shared, code, libraries, data, dirty. */
int process_show_statm(struct text_buffer *text)
{
	struct process_sizes sizes = {};
	struct subject subject;
	int err = subject_of_text(text, &subject);
	struct vm *vm;

	if (err)
		return err;
	vm = subject_vm(&subject);
	if (vm) {
		process_measure(vm, &sizes);
		vm_put(vm);
	}
	subject_put(&subject);
	text_printf(text, "%llu %llu 0 %llu 0 %llu 0\n",
		    (unsigned long long)sizes.all,
		    (unsigned long long)sizes.resident,
		    (unsigned long long)sizes.code,
		    (unsigned long long)(sizes.data + sizes.stack));
	return 0;
}
