/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to tests. Threads with an address space, as a program's, in
 * which system calls can be called as functions and find user memory.
 */
#ifndef PROC_TEST_MEMORY_H
#define PROC_TEST_MEMORY_H

#include <exo/compiler.h>
#include <exo/types.h>

struct ktest;
struct task;
struct vm;

/*
 * Run @test in a thread with an empty address space, and wait for its end. False:
 * no memory.
 */
bool test_memory_run(struct ktest *t, void (*test)(struct ktest *t));

/* Start @run in a thread that uses @vm, the caller's to keep; NULL: no memory. */
struct task *test_memory_start(struct vm *vm, int (*run)(void *arg), void *arg);

/* In such a thread: use another address space from here on. */
void test_memory_use(struct vm *vm);

/* @size bytes that may be read and written, private or shared; 0: no memory. */
unsigned long test_memory_map(size_t size, bool shared);

#endif
