// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running small programs in ring 3, without processes.
 */
#include <exo/fault_inject.h>
#include <exo/file_table.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/user_task.h>
#include <uapi/errno.h>
#include <uapi/signal.h>

#include "ring3.h"
#include "ring3_programs.h"
#include "user_exception.h"

static bool map(struct ring3 *ring3, unsigned long virt,
		const struct frame *frame, unsigned int prot)
{
	return !page_map(&ring3->mm, virt, frame_to_phys(frame), PAGE_SIZE,
			 prot | PAGE_USER);
}

static void put(struct frame *frame)
{
	if (frame)
		frame_free(frame);
}

void ring3_destroy(struct ring3 *ring3)
{
	mm_leave(&ring3->mm);
	page_unmap(&ring3->mm, RING3_CODE, PAGE_SIZE);
	page_unmap(&ring3->mm, RING3_DATA, PAGE_SIZE);
	page_unmap(&ring3->mm, RING3_CONSTANT, PAGE_SIZE);
	page_root_destroy(&ring3->mm);
	put(ring3->code);
	put(ring3->data);
	put(ring3->constant);
	if (IS_ENABLED(CONFIG_FILE) && ring3->files)
		file_table_put(ring3->files);
}

static bool create_files(struct ring3 *ring3)
{
	if (IS_ENABLED(CONFIG_FILE))
		ring3->files = file_table_alloc();
	return !IS_ENABLED(CONFIG_FILE) || ring3->files;
}

bool ring3_create(struct ring3 *ring3)
{
	memset(ring3, 0, sizeof(*ring3));
	if (page_root_create(&ring3->mm))
		return false;
	ring3->code = frame_alloc(FRAME_ZERO);
	ring3->data = frame_alloc(FRAME_ZERO);
	ring3->constant = frame_alloc(FRAME_ZERO);
	if (ring3->code && ring3->data && ring3->constant &&
	    create_files(ring3) &&
	    map(ring3, RING3_CODE, ring3->code, PAGE_EXECUTE) &&
	    map(ring3, RING3_DATA, ring3->data, PAGE_WRITE) &&
	    map(ring3, RING3_CONSTANT, ring3->constant, PAGE_READ)) {
		memcpy(frame_to_virt(ring3->code), ring3_programs,
		       (size_t)(ring3_programs_end - ring3_programs));
		ring3->start.rsp = RING3_DATA_END;
		return true;
	}
	ring3_destroy(ring3);
	return false;
}

/* The program's task is the current one, and knows its struct ring3. */
static bool note_fault(struct trap_frame *frame, const struct user_fault *fault)
{
	struct ring3 *ring3 = current->arg;

	if (fault->signal == SIGTRAP) {
		ring3->traps++;
		if (ring3->goes_on_after_traps)
			return true;
	}
	ring3->fault = *fault;
	ring3->end = *frame;
	return false;
}

static int enter(void *arg)
{
	struct ring3 *ring3 = arg;

	if (ring3->fails)
		fault_inject_start(ring3->fails);
	current->files = ring3->files;
	user_task_begin(&ring3->mm);
	if (!ring3->raw)
		user_enter(&ring3->start);
	current->user->frame = ring3->start;
	user_resume();
}

struct task *ring3_start(struct ring3 *ring3, const char *entry)
{
	memset(&ring3->fault, 0, sizeof(ring3->fault));
	if (!ring3->raw)
		ring3->start.rip =
			RING3_CODE + (unsigned long)(entry - ring3_programs);
	if (IS_ENABLED(CONFIG_KTEST))
		user_exception_probe = note_fault;
	return thread_create("ring3", enter, ring3);
}

void ring3_finish(struct ring3 *ring3, struct task *thread)
{
	ring3->exit_code = thread_join(thread);
}

void ring3_run(struct ring3 *ring3, const char *entry)
{
	struct task *thread = ring3_start(ring3, entry);

	if (thread)
		ring3_finish(ring3, thread);
	else
		ring3->fault.signal = SIGKILL;
}

s64 ring3_call_with(struct ring3 *ring3, long number, const u64 arguments[6])
{
	struct trap_frame *start = &ring3->start;

	start->rax = (u64)number;
	start->rdi = arguments[0];
	start->rsi = arguments[1];
	start->rdx = arguments[2];
	start->r10 = arguments[3];
	start->r8 = arguments[4];
	start->r9 = arguments[5];
	ring3_run(ring3, ring3_syscall);
	return (s64)ring3->end.rax;
}
