// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces: what system calls and page faults cost below their entry.
 */
#include <exo/bench.h>
#include <exo/task.h>

#include "test_user.h"

#define RW (PROT_READ | PROT_WRITE)

enum {
	PAGES = 512, /* touched one after the other, then dropped */
	AROUND = 6, /* areas that a small program has */
};

static struct vm *vm, *child;
static unsigned int next;

static unsigned long page(unsigned long n)
{
	return TEST_PLACE + n * PAGE_SIZE;
}

static void tear_down(void)
{
	current->vm = NULL;
	vm_put(child);
	vm_put(vm);
	child = vm = NULL;
}

/* Areas of a small program, far below, and one that is large enough. */
static int set_up(unsigned long size)
{
	(void)size;
	vm = vm_create();
	if (!vm)
		return -ENOMEM;
	for (unsigned int i = 0; i < AROUND; i++)
		user_map(vm, 0x400000 + i * 8 * PAGE_SIZE, 2 * PAGE_SIZE,
			 i % 2 ? RW : PROT_READ, MAP_FIXED | MAP_POPULATE);
	current->vm = vm;
	next = 0;
	return user_map(vm, page(0), PAGES * PAGE_SIZE, RW, MAP_FIXED) < 0
		       ? -ENOMEM
		       : 0;
}

static int set_up_touched(unsigned long size)
{
	int error = set_up(size);

	if (!error)
		vm_advise(vm, page(0), PAGES * PAGE_SIZE, MADV_POPULATE_WRITE);
	return error;
}

static int set_up_forked(unsigned long size)
{
	int error = set_up_touched(size);

	child = error ? NULL : vm_fork(vm);
	return error || child ? error : -ENOMEM;
}

static void touch(unsigned int access)
{
	bench_keep(page_fault_resolve(page(next++), access));
}

BENCH(vm, map_and_unmap_64k, .setup = set_up, .teardown = tear_down)
{
	const struct vm_request request = {
		.size = 16 * PAGE_SIZE,
		.prot = RW,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS,
	};
	long at = vm_map(vm, &request);

	vm_unmap(vm, (unsigned long)at, 16 * PAGE_SIZE);
}

BENCH(vm, protect_there_and_back, .setup = set_up_touched,
      .teardown = tear_down)
{
	vm_protect(vm, page(9), PAGE_SIZE, PROT_READ);
	vm_protect(vm, page(9), PAGE_SIZE, RW);
}

/* An area for itself, one page of it touched. */
static int set_up_alone(unsigned long size)
{
	int error = set_up(size);

	if (!error)
		error = user_map(vm, page(9), PAGE_SIZE, RW | PROT_EXEC,
				 MAP_FIXED | MAP_POPULATE) < 0;
	return error ? -ENOMEM : 0;
}

BENCH(vm, protect_area_there_and_back, .setup = set_up_alone,
      .teardown = tear_down)
{
	vm_protect(vm, page(9), PAGE_SIZE, PROT_READ);
	vm_protect(vm, page(9), PAGE_SIZE, RW | PROT_EXEC);
}

/* Zeroing included: nobody is idle here to do it before. */
BENCH(vm, first_touch, .setup = set_up, .teardown = tear_down)
{
	if (next == PAGES) {
		vm_advise(vm, page(0), PAGES * PAGE_SIZE, MADV_DONTNEED);
		next = 0;
	}
	touch(FAULT_USER | FAULT_WRITE);
}

BENCH(vm, first_look, .setup = set_up, .teardown = tear_down)
{
	if (next == PAGES) {
		vm_advise(vm, page(0), PAGES * PAGE_SIZE, MADV_DONTNEED);
		next = 0;
	}
	touch(FAULT_USER);
}

/* The copy included. */
BENCH(vm, copy_on_write, .setup = set_up_forked, .teardown = tear_down)
{
	if (next == PAGES) {
		vm_put(child);
		child = vm_fork(vm);
		next = 0;
	}
	touch(FAULT_USER | FAULT_WRITE | FAULT_PRESENT);
}

BENCH(vm, fork_and_exit, .setup = set_up, .teardown = tear_down)
{
	vm_put(vm_fork(vm));
}

static int set_up_mb(unsigned long mb)
{
	int error = set_up(0);
	long at;

	if (error)
		return error;
	at = user_map(vm, 0x40000000, mb << 20, RW, MAP_FIXED);
	if (at < 0)
		return (int)at;
	/* A page of each table will do. */
	for (unsigned long i = 0; i < mb << 20; i += LARGE_PAGE_SIZE)
		user_write(vm, (unsigned long)at + i, 1);
	return 0;
}

BENCH(vm, fork_and_exit_mb, BENCH_SIZES(2, 32, 256), .setup = set_up_mb,
      .teardown = tear_down)
{
	vm_put(vm_fork(vm));
}
