// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks in ring 3 among others: they are preempted, killed, and keep what is
 * theirs.
 */
#include <asm/cpu_features.h>
#include <exo/cpu.h>
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/user_task.h>
#include <uapi/errno.h>
#include <uapi/prctl.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

#include "ring3.h"
#include "ring3_programs.h"
#include "user_exception.h"

KTEST(ring3, computing_program_is_preempted_and_killed)
{
	struct ring3 ring3;
	struct task *thread;

	KTEST_ASSERT(t, ring3_create(&ring3));
	thread = ring3_start(&ring3, ring3_spin);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(30);
	task_raise_signal(thread, SIGKILL);
	ring3_finish(&ring3, thread);
	KTEST_EXPECT_EQ(t, ring3.exit_code, SIGNAL_EXIT(SIGKILL));
	KTEST_EXPECT_EQ(t, ring3.fault.signal, 0);
	KTEST_EXPECT(t, !current->user && !percpu.user);
	ring3_destroy(&ring3);
}

static int begin_with_signal(void *arg)
{
	struct ring3 *ring3 = arg;

	task_raise_signal(current, SIGTERM);
	user_task_begin(&ring3->mm);
	user_enter(&ring3->start);
}

KTEST(ring3, signal_from_before_the_user_state_is_not_forgotten)
{
	struct ring3 ring3;
	struct task *thread;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.start.rip = 0; /* a fault, if it comes so far */
	thread = thread_create("signalled", begin_with_signal, &ring3);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, thread_join(thread), SIGNAL_EXIT(SIGTERM));
	ring3_destroy(&ring3);
}

/* Kernel threads run in whatever address space there is, ring 3 in its own. */
KTEST(ring3, programs_have_their_own_memory)
{
	struct ring3 first, second;

	KTEST_ASSERT(t, ring3_create(&first));
	KTEST_ASSERT(t, ring3_create(&second));
	*(u64 *)ring3_data(&first) = 11;
	*(u64 *)ring3_data(&second) = 22;
	first.start.rdi = second.start.rdi = RING3_DATA;
	ring3_run(&first, ring3_read);
	ring3_run(&second, ring3_read);
	KTEST_EXPECT_EQ(t, first.end.rax, 11);
	KTEST_EXPECT_EQ(t, second.end.rax, 22);
	ring3_destroy(&first);
	ring3_destroy(&second);
}

KTEST(ring3, bases_of_fs_and_gs_are_set_and_read)
{
	struct ring3 ring3;
	u64 *data;

	KTEST_ASSERT(t, ring3_create(&ring3));
	data = ring3_data(&ring3);
	data[1] = 77;
	ring3.start.rsi = RING3_DATA + 8;
	ring3.start.rdi = ARCH_SET_FS;
	ring3_run(&ring3, ring3_bases);
	KTEST_EXPECT_EQ(t, ring3.end.rax, 0);
	KTEST_EXPECT_EQ(t, ring3.end.rbx, 77);
	/* GS is at 0, where nothing is. */
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGSEGV);
	ring3.start.rsi = USER_END;
	ring3_run(&ring3, ring3_syscall);
	ring3.start.rax = 158;
	ring3_run(&ring3, ring3_syscall);
	KTEST_EXPECT_EQ(t, ring3.end.rax, -EPERM);
	ring3.start.rdi = 0;
	ring3_run(&ring3, ring3_syscall);
	KTEST_EXPECT_EQ(t, ring3.end.rax, -EINVAL);
	ring3.start.rdi = ARCH_GET_GS;
	ring3.start.rsi = RING3_CONSTANT;
	ring3_run(&ring3, ring3_syscall);
	KTEST_EXPECT_EQ(t, ring3.end.rax, -EFAULT);
	ring3_destroy(&ring3);
}

enum {
	ROUNDS = 2000
};

/* Two take turns by sched_yield(); r15 counts what was wrong. */
static void run_pair(struct ktest *t, const char *program)
{
	struct ring3 first, second;
	struct task *one, *other;

	KTEST_ASSERT(t, ring3_create(&first));
	KTEST_ASSERT(t, ring3_create(&second));
	first.start.r12 = second.start.r12 = ROUNDS;
	first.start.rsi = RING3_DATA;
	second.start.rsi = RING3_DATA + 256;
	one = ring3_start(&first, program);
	other = ring3_start(&second, program);
	KTEST_ASSERT(t, one && other);
	ring3_finish(&first, one);
	ring3_finish(&second, other);
	KTEST_EXPECT_EQ(t, first.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, second.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, first.end.r15 + second.end.r15, 0);
	ring3_destroy(&first);
	ring3_destroy(&second);
}

KTEST(ring3, bases_are_kept_from_one_turn_to_the_next)
{
	run_pair(t, ring3_base_keep);
}

KTEST(ring3, selectors_of_its_own_do_no_harm)
{
	run_pair(t, ring3_selectors);
}

/* UMIP: where descriptor tables are is none of a program's business. */
KTEST(ring3, descriptor_tables_are_hidden_where_they_can_be)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3_run(&ring3, ring3_sgdt);
	KTEST_EXPECT_EQ(t, ring3.fault.signal,
			cpu_has(CPU_UMIP) ? SIGSEGV : SIGILL);
	ring3_destroy(&ring3);
}

/* There is one, of its floating-point registers. */
KTEST(ring3, each_allocation_may_fail)
{
	struct ring3 ring3;
	unsigned int killed = 0, ended = 0;

	if (!IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_SKIP(t, "needs FAULT_INJECTION");
	KTEST_ASSERT(t, ring3_create(&ring3));
	for (unsigned int i = 0; i < 64; i++) {
		ring3.fails = 1 + i % 4;
		ring3_run(&ring3, ring3_fpu_initial);
		fault_inject_stop();
		killed += ring3.exit_code == SIGNAL_EXIT(SIGKILL);
		ended += ring3.exit_code == SIGNAL_EXIT(SIGILL);
	}
	KTEST_EXPECT_GT(t, killed, 0);
	KTEST_EXPECT_GT(t, ended, 0);
	KTEST_EXPECT_EQ(t, killed + ended, 64);
	ring3_destroy(&ring3);
}
