// SPDX-License-Identifier: GPL-2.0-only
/*
 * Floating-point registers of programs: nobody finds those of another, and each
 * its own.
 */
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/signal.h>

#include "ring3.h"
#include "ring3_programs.h"

enum {
	PROGRAMS = 4,
	SWITCHES = 100000,
};

KTEST(fpu, program_begins_with_initial_registers)
{
	struct ring3 dirty, clean;

	KTEST_ASSERT(t, ring3_create(&dirty));
	KTEST_ASSERT(t, ring3_create(&clean));
	dirty.start.rdi = 0x1234567;
	dirty.start.r12 = 1;
	ring3_run(&dirty, ring3_fpu_keep);
	KTEST_EXPECT_EQ(t, dirty.fault.signal, SIGILL);
	ring3_run(&clean, ring3_fpu_initial);
	KTEST_EXPECT_EQ(t, clean.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, clean.end.rbx, 0x37f);
	KTEST_EXPECT_EQ(t, clean.end.r12, 0x1f80);
	KTEST_EXPECT_EQ(t, clean.end.r13 | clean.end.r14, 0);
	ring3_destroy(&dirty);
	ring3_destroy(&clean);
}

/* All but the last use them; that one is in between. */
KTEST(fpu, registers_survive_a_hundred_thousand_switches)
{
	static struct ring3 programs[PROGRAMS];
	struct task *threads[PROGRAMS];
	unsigned long wrong = 0;

	for (unsigned int i = 0; i < PROGRAMS; i++) {
		bool uses_fpu = i < PROGRAMS - 1;

		KTEST_ASSERT(t, ring3_create(&programs[i]));
		programs[i].start.rdi = 1000003 * (i + 1);
		programs[i].start.r12 = SWITCHES / PROGRAMS;
		programs[i].start.rbx = 24; /* sched_yield */
		threads[i] = ring3_start(&programs[i],
					 uses_fpu ? ring3_fpu_keep
						  : ring3_syscall_loop);
		KTEST_ASSERT(t, threads[i]);
	}
	for (unsigned int i = 0; i < PROGRAMS; i++) {
		ring3_finish(&programs[i], threads[i]);
		if (i < PROGRAMS - 1) {
			KTEST_EXPECT_EQ(t, programs[i].fault.signal, SIGILL);
			wrong += programs[i].end.r15;
		}
		ring3_destroy(&programs[i]);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}
