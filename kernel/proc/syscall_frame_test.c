// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that see all registers: what fork, exec and the return from a
 * signal handler stand on. One call of our own does the like.
 */
#include <asm/trap.h>
#include <asm/user_state.h>
#include <exo/backtrace.h>
#include <exo/completion.h>
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/printk.h>
#include <exo/syscalls.h>
#include <exo/thread.h>
#include <exo/user_task.h>
#include <uapi/errno.h>
#include <uapi/signal.h>
#include <uapi/unistd.h>

#include "ring3.h"
#include "ring3_programs.h"

enum test_call {
	NOTHING,
	CHANGE_ALL, /* each register but RSP and RIP to what it was, plus one */
	FORK, /* the child is *twin */
	REPLACE, /* go on with ring3_fpu_initial */
	TRACE, /* print the backtrace */
};

/* The child of the program that forks; its address space is the parent's. */
static struct ring3 twin;
static struct task *twin_task;
static struct completion twin_is_complete;

static void change_all(struct trap_frame *frame)
{
	u64 *registers[] = {
		&frame->rbx, &frame->rcx, &frame->rdx, &frame->rsi,
		&frame->rdi, &frame->rbp, &frame->r8,  &frame->r9,
		&frame->r10, &frame->r11, &frame->r12,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(registers); i++)
		*registers[i] += 1;
}

static int run_twin(void *arg)
{
	(void)arg;
	completion_wait(&twin_is_complete);
	if (!current->user)
		return -ENOMEM;
	current->user->frame.rax = 0;
	user_resume();
}

static long fork_twin(void)
{
	int err;

	completion_init(&twin_is_complete);
	twin_task = thread_create("twin", run_twin, &twin);
	if (!twin_task)
		return -ENOMEM;
	err = user_task_copy(twin_task, current->user->mm);
	complete(&twin_is_complete);
	return err ? (long)err : (long)twin_task->id;
}

static long replace(void)
{
	struct trap_frame frame = {
		.rip = RING3_CODE +
		       (unsigned long)(ring3_fpu_initial - ring3_programs),
		.rsp = RING3_DATA_END,
	};

	user_task_reset(current->user->mm);
	user_enter(&frame);
	return 0;
}

long sys_exo_test(unsigned int what)
{
	switch (what) {
	case CHANGE_ALL:
		change_all(&current->user->frame);
		return 0;
	case FORK:
		return fork_twin();
	case REPLACE:
		return replace();
	case TRACE:
		backtrace_print(LOG_INFO);
		return 0;
	default:
		return current->user->frame.vector == TRAP_SYSCALL
			       ? (long)current->user->frame.error_code
			       : -EINVAL;
	}
}

static void set_up(struct ring3 *ring3, enum test_call what)
{
	/* Nothing else can look like these. */
	for (u64 *word = (u64 *)&ring3->start; word < &ring3->start.vector;
	     word++)
		*word = 0x1000 + (u64)(word - (u64 *)&ring3->start);
	ring3->start.rax = __NR_exo_test;
	ring3->start.rdi = what;
	ring3->start.rsi = RING3_DATA;
	ring3->start.rsp = RING3_DATA_END;
	*(u64 *)ring3_data(ring3) = 99;
}

KTEST(syscall_frame, handler_sees_the_number_and_changes_nothing)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	set_up(&ring3, NOTHING);
	ring3_run(&ring3, ring3_syscall);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, ring3.end.rax, __NR_exo_test);
	KTEST_EXPECT_EQ(t, ring3.end.rcx, ring3.end.rip);
	KTEST_EXPECT_EQ(t, ring3.end.r11, ring3.end.rflags & ~0x10000UL);
	ring3.end.rax = ring3.start.rax;
	ring3.end.rcx = ring3.start.rcx;
	ring3.end.r11 = ring3.start.r11;
	KTEST_EXPECT_MEMEQ(t, &ring3.end, &ring3.start,
			   offsetof(struct trap_frame, vector));
	KTEST_EXPECT_EQ(t, ring3.end.rsp, ring3.start.rsp);
	ring3_destroy(&ring3);
}

KTEST(syscall_frame, handler_changes_all_registers)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	set_up(&ring3, CHANGE_ALL);
	ring3_run(&ring3, ring3_syscall);
	KTEST_EXPECT_EQ(t, ring3.end.rax, 0);
	KTEST_EXPECT_EQ(t, ring3.end.rbx, ring3.start.rbx + 1);
	KTEST_EXPECT_EQ(t, ring3.end.rcx, ring3.end.rip + 1);
	KTEST_EXPECT_EQ(t, ring3.end.rdx, ring3.start.rdx + 1);
	KTEST_EXPECT_EQ(t, ring3.end.rsi, ring3.start.rsi + 1);
	KTEST_EXPECT_EQ(t, ring3.end.rdi, ring3.start.rdi + 1);
	KTEST_EXPECT_EQ(t, ring3.end.rbp, ring3.start.rbp + 1);
	KTEST_EXPECT_EQ(t, ring3.end.r8, ring3.start.r8 + 1);
	KTEST_EXPECT_EQ(t, ring3.end.r9, ring3.start.r9 + 1);
	KTEST_EXPECT_EQ(t, ring3.end.r10, ring3.start.r10 + 1);
	KTEST_EXPECT_EQ(t, ring3.end.r12, ring3.start.r12 + 1);
	KTEST_EXPECT_EQ(t, ring3.end.r15, ring3.start.r15);
	ring3_destroy(&ring3);
}

/* Registers, floating-point registers and bases; rax apart. */
KTEST(syscall_frame, copy_of_a_task_goes_on_as_the_original)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	set_up(&ring3, FORK);
	ring3_run(&ring3, ring3_state_syscall);
	KTEST_ASSERT(t, twin_task);
	KTEST_EXPECT_EQ(t, ring3.end.rax, twin_task->id);
	ring3_finish(&twin, twin_task);
	KTEST_EXPECT_EQ(t, twin.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, twin.end.rax, 0);
	KTEST_EXPECT_EQ(t, twin.end.r14, ring3.start.r15);
	KTEST_EXPECT_EQ(t, twin.end.r13, 99);
	KTEST_EXPECT_EQ(t, twin.end.rbx, ring3.start.rbx);
	twin.end.rax = ring3.end.rax;
	KTEST_EXPECT_MEMEQ(t, &twin.end, &ring3.end, sizeof(twin.end));
	ring3_destroy(&ring3);
}

/*
 * Which allocation is the nth is not the same each time: what was freed lately
 * may have to be found anew.
 */
KTEST(syscall_frame, copy_that_finds_no_memory_leaves_the_original)
{
	struct ring3 ring3;
	unsigned int failed = 0;

	if (!IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_SKIP(t, "needs FAULT_INJECTION");
	KTEST_ASSERT(t, ring3_create(&ring3));
	for (unsigned int i = 0; i < 64; i++) {
		set_up(&ring3, FORK);
		ring3.end.rax = 0;
		ring3.fails = 1 + i % 8;
		twin_task = NULL;
		ring3_run(&ring3, ring3_state_syscall);
		fault_inject_stop();
		if (twin_task)
			ring3_finish(&twin, twin_task);
		if ((s64)ring3.end.rax != -ENOMEM)
			continue; /* failed before the call, or not at all */
		failed++;
		KTEST_EXPECT_EQ(t, ring3.end.r14, ring3.start.r15);
	}
	KTEST_EXPECT_GE(t, failed, 3);
	KTEST_EXPECT_LT(t, failed, 64);
	ring3_destroy(&ring3);
}

KTEST(syscall_frame, new_program_finds_nothing_of_the_old)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	set_up(&ring3, REPLACE);
	ring3_run(&ring3, ring3_state_syscall);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, ring3.end.rbx, 0x37f);
	KTEST_EXPECT_EQ(t, ring3.end.r12, 0x1f80);
	KTEST_EXPECT_EQ(t, ring3.end.r13 | ring3.end.r14 | ring3.end.r15, 0);
	ring3_destroy(&ring3);
}

/* tests/boot/test_user_mode.py looks at what is printed. */
KTEST(syscall_frame, backtrace_ends_at_the_system_call)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	set_up(&ring3, TRACE);
	ring3_run(&ring3, ring3_syscall);
	KTEST_EXPECT_EQ(t, ring3.end.rax, 0);
	ring3_destroy(&ring3);
}
