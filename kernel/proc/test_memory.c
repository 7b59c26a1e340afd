// SPDX-License-Identifier: GPL-2.0-only
#include "test_memory.h"

#include <exo/kmalloc.h>
#include <exo/thread.h>
#include <exo/user_task.h>
#include <exo/vm.h>
#include <uapi/mman.h>

struct start {
	struct vm *vm;
	int (*run)(void *arg);
	void *arg;
};

static int run_with_memory(void *arg)
{
	struct start start = *(struct start *)arg;
	int result;

	kfree(arg);
	current->vm = start.vm;
	user_task_begin(&start.vm->mm);
	result = start.run(start.arg);
	user_task_end();
	current->vm = NULL;
	return result;
}

struct task *test_memory_start(struct vm *vm, int (*run)(void *arg), void *arg)
{
	struct start *start = kmalloc(sizeof(*start));
	struct task *thread;

	if (!start)
		return NULL;
	*start = (struct start){vm, run, arg};
	thread = thread_create("memory test", run_with_memory, start);
	if (!thread)
		kfree(start);
	return thread;
}

void test_memory_use(struct vm *vm)
{
	current->vm = vm;
	user_task_reset(&vm->mm);
}

struct body {
	struct ktest *t;
	void (*test)(struct ktest *t);
};

static int run_body(void *arg)
{
	const struct body *body = arg;

	body->test(body->t);
	return 0;
}

bool test_memory_run(struct ktest *t, void (*test)(struct ktest *t))
{
	struct body body = {t, test};
	struct vm *vm = vm_create();
	struct task *thread;
	bool done;

	if (!vm)
		return false;
	thread = test_memory_start(vm, run_body, &body);
	done = thread && !thread_join(thread);
	vm_put(vm);
	return done;
}

unsigned long test_memory_map(size_t size, bool shared)
{
	const struct vm_request request = {
		.size = size,
		.prot = PROT_READ | PROT_WRITE,
		.flags = MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE),
	};
	long address = vm_map(current->vm, &request);

	return address < 0 ? 0 : (unsigned long)address;
}
