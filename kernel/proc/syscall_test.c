// SPDX-License-Identifier: GPL-2.0-only
/*
 * The register contract of system calls, hostile ways to make one, and the few
 * calls that need nothing else.
 */
#include <asm/msr.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>
#include <uapi/time.h>
#include <uapi/unistd.h>
#include <uapi/utsname.h>

#include "ring3.h"
#include "ring3_programs.h"

enum {
	LOOPS = 1000
};

static void set_arguments(struct ring3 *ring3, long number, u64 first,
			  u64 second)
{
	ring3->start.rax = (u64)number;
	ring3->start.rdi = first;
	ring3->start.rsi = second;
}

/* The result of a system call of two arguments. */
static s64 call(struct ring3 *ring3, long number, u64 first, u64 second)
{
	set_arguments(ring3, number, first, second);
	ring3_run(ring3, ring3_syscall);
	return (s64)ring3->end.rax;
}

static void expect_registers_kept(struct ktest *t, u64 number)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.start.rdi = number;
	ring3.start.r14 = LOOPS;
	ring3_run(&ring3, ring3_syscall_registers);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, ring3.end.r14, 0);
	KTEST_EXPECT_EQ(t, ring3.end.r15, 0);
	KTEST_EXPECT_EQ(t, ring3.end.rdi, number);
	ring3_destroy(&ring3);
}

KTEST(syscall, all_registers_but_three_are_kept)
{
	expect_registers_kept(t, __NR_gettid);
}

KTEST(syscall, unknown_call_keeps_registers_too)
{
	expect_registers_kept(t, SYSCALLS);
	expect_registers_kept(t, 400);
}

KTEST(syscall, call_that_switches_keeps_registers_too)
{
	expect_registers_kept(t, __NR_sched_yield);
}

KTEST(syscall, absent_numbers_are_enosys)
{
	static const long numbers[] = {
		400,	    499,
		SYSCALLS,   SYSCALLS + __NR_gettid,
		-1,	    0x40000000 + __NR_gettid,
		0x7fffffff, (long)1 << 31,
	};
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	for (unsigned int i = 0; i < ARRAY_SIZE(numbers); i++)
		KTEST_EXPECT_EQ(t, call(&ring3, numbers[i], 0, 0), -ENOSYS);
	ring3_destroy(&ring3);
}

KTEST(syscall, only_half_of_rax_is_the_number)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3_run(&ring3, ring3_syscall_number_high);
	KTEST_EXPECT_GT(t, (s64)ring3.end.rax, 0);
	ring3_destroy(&ring3);
}

KTEST(syscall, trap_flag_is_off_in_the_kernel_and_back_behind_it)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.goes_on_after_traps = true;
	ring3.start.rax = __NR_gettid;
	ring3_run(&ring3, ring3_step_syscall);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	KTEST_EXPECT_GT(t, ring3.traps, 0);
	KTEST_EXPECT_GT(t, ring3.end.rax, 0);
	KTEST_EXPECT(t, ring3.end.rflags & 1 << 8);
	ring3_destroy(&ring3);
}

/* DF would break the kernel's string instructions, AC open user memory. */
KTEST(syscall, hostile_flags_do_not_reach_the_kernel_but_come_back)
{
	struct utsname *uts;
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	set_arguments(&ring3, __NR_uname, RING3_DATA, 0);
	ring3_run(&ring3, ring3_flags_syscall);
	uts = ring3_data(&ring3);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	KTEST_EXPECT_EQ(t, ring3.end.rax, 0);
	KTEST_EXPECT_STREQ(t, uts->machine, "x86_64");
	KTEST_EXPECT_STREQ(t, uts->sysname, "Linux");
	KTEST_EXPECT_EQ(t, ring3.end.rbx & 0x244cd5, 0x244cd5);
	ring3_destroy(&ring3);
}

/* Data breakpoint 0 at @address, 8 bytes; 0: none (Intel SDM vol. 3, 17.2). */
static void set_breakpoint(unsigned long address)
{
	u64 control = address ? 0xb0001 | 1 << 10 : 1 << 10;

	__asm__ volatile("mov %0, %%dr0" : : "r"(address));
	__asm__ volatile("mov %0, %%dr7" : : "r"(control));
}

KTEST(syscall, breakpoint_that_mov_ss_puts_off_is_survived)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.goes_on_after_traps = true;
	set_arguments(&ring3, __NR_gettid, RING3_DATA, 0);
	set_breakpoint(RING3_DATA);
	ring3_run(&ring3, ring3_mov_ss_syscall);
	set_breakpoint(0);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	KTEST_EXPECT_GT(t, (s64)ring3.end.rax, 0);
	ring3_destroy(&ring3);
}

/* SYSCALL in the very last bytes that a program may have: RCX is USER_END. */
KTEST(syscall, return_to_the_end_of_user_memory_is_a_segv)
{
	static const u8 code[] = {0x0f, 0x05};
	const unsigned long page = USER_END - PAGE_SIZE;
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	memcpy((u8 *)ring3_data(&ring3) + PAGE_SIZE - sizeof(code), code,
	       sizeof(code));
	KTEST_ASSERT_EQ(t,
			page_map(&ring3.mm, page, frame_to_phys(ring3.data),
				 PAGE_SIZE, PAGE_USER | PAGE_EXECUTE),
			0);
	ring3.start.rax = __NR_gettid;
	ring3.start.rdi = USER_END - sizeof(code);
	ring3_run(&ring3, ring3_jump);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGSEGV);
	KTEST_EXPECT_EQ(t, ring3.end.rip, USER_END);
	KTEST_EXPECT_GT(t, (s64)ring3.end.rax, 0);
	page_unmap(&ring3.mm, page, PAGE_SIZE);
	ring3_destroy(&ring3);
}

KTEST(syscall, exit_gives_the_lower_byte)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	call(&ring3, __NR_exit, 0x1234, 0);
	KTEST_EXPECT_EQ(t, ring3.exit_code, 0x34);
	KTEST_EXPECT_EQ(t, ring3.fault.signal, 0);
	ring3_destroy(&ring3);
}

KTEST(syscall, clocks_are_read)
{
	struct timespec *time;
	u64 before, after, read;
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	time = ring3_data(&ring3);
	before = time_uptime_ns();
	KTEST_EXPECT_EQ(t,
			call(&ring3, __NR_clock_gettime, CLOCK_MONOTONIC,
			     RING3_DATA),
			0);
	after = time_uptime_ns();
	read = (u64)time->tv_sec * NSEC_PER_SEC + (u64)time->tv_nsec;
	KTEST_EXPECT(t, before <= read && read <= after);
	KTEST_EXPECT_EQ(t, call(&ring3, __NR_clock_gettime, 99, RING3_DATA),
			-EINVAL);
	KTEST_EXPECT_EQ(t,
			call(&ring3, __NR_clock_gettime, CLOCK_REALTIME,
			     RING3_CONSTANT),
			-EFAULT);
	KTEST_EXPECT_EQ(t, call(&ring3, __NR_time, 0, 0),
			(s64)(time_real_ns() / NSEC_PER_SEC));
	ring3_destroy(&ring3);
}

KTEST(syscall, nanosleep_takes_its_time)
{
	struct timespec *time;
	struct ring3 ring3;
	u64 before;

	KTEST_ASSERT(t, ring3_create(&ring3));
	time = ring3_data(&ring3);
	*time = (struct timespec){.tv_nsec = 20 * (s64)NSEC_PER_MSEC};
	before = time_uptime_ns();
	KTEST_EXPECT_EQ(t, call(&ring3, __NR_nanosleep, RING3_DATA, 0), 0);
	KTEST_EXPECT_GE(t, time_uptime_ns() - before, 20 * NSEC_PER_MSEC);
	time->tv_nsec = NSEC_PER_SEC;
	KTEST_EXPECT_EQ(t, call(&ring3, __NR_nanosleep, RING3_DATA, 0),
			-EINVAL);
	KTEST_EXPECT_EQ(t, call(&ring3, __NR_nanosleep, 1UL << 63, 0), -EFAULT);
	ring3_destroy(&ring3);
}
