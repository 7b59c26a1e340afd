/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: vm, private to tests. The one address space that the tests of a file
 * work on, and its pages from TEST_PLACE on. Each file that includes this has its
 * own.
 */
#ifndef VM_TEST_ONE_SPACE_H
#define VM_TEST_ONE_SPACE_H

#include "test_user.h"

#define RW (PROT_READ | PROT_WRITE)

static struct vm *vm;
static struct test_memory before;

/* A new one. False without memory: the test in @t has failed. */
static inline bool begin(struct ktest *t)
{
	test_memory_look(&before);
	vm = vm_create();
	return KTEST_EXPECT(t, vm != NULL);
}

/* It goes, and nothing of it is left. */
static inline void end(struct ktest *t)
{
	vm_put(vm);
	test_memory_check(t, &before);
}

/* The address of page @n. */
static inline unsigned long page(unsigned long n)
{
	return TEST_PLACE + n * PAGE_SIZE;
}

#endif
