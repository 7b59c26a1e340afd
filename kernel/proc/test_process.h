/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to tests. A process 1 that runs a test of the kernel's, and
 * makes children that run a few instructions of user mode.
 */
#ifndef PROC_TEST_PROCESS_H
#define PROC_TEST_PROCESS_H

#include <exo/compiler.h>
#include <exo/types.h>

struct ktest;

/*
 * Run @test as process 1, which must leave no children, and wait for its end. False:
 * no memory, or there is a process 1 already.
 */
bool test_process_run(struct ktest *t, void (*test)(struct ktest *t));

/* What children of the test do from their first instruction on. */
enum test_child {
	TEST_CHILD_EXITS, /* with TEST_CHILD_STATUS */
	TEST_CHILD_WAITS, /* for a signal that ends it */
};

enum {
	TEST_CHILD_STATUS = 7
};

/* From fork() on. */
void test_process_set_child(enum test_child child);

#endif
