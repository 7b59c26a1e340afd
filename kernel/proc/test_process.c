// SPDX-License-Identifier: GPL-2.0-only
#include "test_process.h"

#include <exo/ktest.h>
#include <exo/process_life.h>
#include <exo/uaccess.h>
#include <exo/user_task.h>
#include <exo/vm.h>
#include <uapi/mman.h>

#include "test_memory.h"

static const u8 exits[] = {
	0xbf, TEST_CHILD_STATUS,
	0,    0,
	0, /* mov edi, TEST_CHILD_STATUS */
	0xb8, 231,
	0,    0,
	0, /* mov eax, exit_group */
	0x0f, 0x05, /* syscall */
};
static const u8 waits[] = {
	0xb8, 34,   0, 0, 0, /* mov eax, pause */
	0x0f, 0x05, /* syscall */
	0xeb, 0xf7, /* jmp to the beginning */
};

static unsigned long code_of[2];

static unsigned long map_code(const u8 *code, size_t size)
{
	unsigned long address = test_memory_map(PAGE_SIZE, false);

	if (!address || user_copy_to((void __user *)address, code, size) ||
	    vm_protect(current->vm, address, PAGE_SIZE, PROT_READ | PROT_EXEC))
		return 0;
	return address;
}

void test_process_set_child(enum test_child child)
{
	struct trap_frame *frame = &current->user->frame;

	*frame = (struct trap_frame){.rip = code_of[child]};
	user_frame_clean(frame);
}

static void (*body)(struct ktest *t);
static bool done;

/* As process 1 ends when there is nobody to give its children to. */
static void end_process(void)
{
	process_task_end(0, process_task_begin_end(0));
	init_process = NULL;
}

static void run(struct ktest *t)
{
	if (init_process)
		return;
	code_of[TEST_CHILD_EXITS] = map_code(exits, sizeof(exits));
	code_of[TEST_CHILD_WAITS] = map_code(waits, sizeof(waits));
	if (!code_of[TEST_CHILD_EXITS] || !code_of[TEST_CHILD_WAITS])
		return;
	KTEST_ASSERT(t, process_create_first());
	test_process_set_child(TEST_CHILD_EXITS);
	body(t);
	done = true;
	end_process();
}

bool test_process_run(struct ktest *t, void (*test)(struct ktest *t))
{
	body = test;
	done = false;
	return test_memory_run(t, run) && done;
}
