// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every exception that a program can raise, as the signal Linux makes of it, and
 * registers that the processor refuses to return to.
 */
#include <asm/segment.h>
#include <exo/ktest.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

#include "ring3.h"
#include "ring3_programs.h"
#include "user_exception.h"

#define NOT_CANONICAL 0x0123456789abcdefUL

/* si_addr, where it is no constant. */
#define AT_RIP ~0UL

static const struct fault_case {
	const char *program;
	unsigned long rdi;
	struct user_fault fault;
} cases[] = {
	{ring3_divide, 0, {SIGFPE, FPE_INTDIV, AT_RIP}},
	{ring3_breakpoint, 0, {SIGTRAP, SI_KERNEL, 0}},
	{ring3_overflow, 0, {SIGSEGV, SI_KERNEL, 0}},
	{ring3_invalid_opcode, 0, {SIGILL, ILL_ILLOPN, AT_RIP}},
	{ring3_step, 0, {SIGTRAP, TRAP_TRACE, AT_RIP}},
	{ring3_privileged, 0, {SIGSEGV, SI_KERNEL, 0}},
	{ring3_kernel_gate, 0, {SIGSEGV, SI_KERNEL, 0}},
	{ring3_read, 0, {SIGSEGV, SEGV_MAPERR, 0}},
	{ring3_read, 0x12345678, {SIGSEGV, SEGV_MAPERR, 0x12345678}},
	{ring3_read, RING3_DATA_END, {SIGSEGV, SEGV_MAPERR, RING3_DATA_END}},
	{ring3_write, RING3_CONSTANT, {SIGSEGV, SEGV_ACCERR, RING3_CONSTANT}},
	{ring3_jump, RING3_DATA, {SIGSEGV, SEGV_ACCERR, RING3_DATA}},
	{ring3_jump, 0x1000, {SIGSEGV, SEGV_MAPERR, 0x1000}},
	/* The kernel's: there, but nobody is to know. */
	{ring3_read,
	 KERNEL_IMAGE_BASE + KERNEL_LOAD_ADDRESS,
	 {SIGSEGV, SEGV_MAPERR, KERNEL_IMAGE_BASE + KERNEL_LOAD_ADDRESS}},
	{ring3_read, DIRECT_MAP_START, {SIGSEGV, SEGV_MAPERR, DIRECT_MAP_START}},
	{ring3_read, NOT_CANONICAL, {SIGSEGV, SI_KERNEL, 0}},
	{ring3_x87_divide, 0, {SIGFPE, FPE_FLTDIV, AT_RIP}},
};

KTEST(user_exception, each_becomes_the_signal_of_linux)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct fault_case *c = &cases[i];
		unsigned long address = c->fault.address;

		ring3.start.rdi = c->rdi;
		ring3_run(&ring3, c->program);
		if (address == AT_RIP)
			address = ring3.end.rip;
		KTEST_EXPECT_EQ(t, ring3.fault.signal, c->fault.signal);
		KTEST_EXPECT_EQ(t, ring3.fault.code, c->fault.code);
		KTEST_EXPECT_EQ(t, ring3.fault.address, address);
		KTEST_EXPECT_EQ(t, ring3.exit_code,
				SIGNAL_EXIT(c->fault.signal));
		KTEST_EXPECT(t, trap_from_user(&ring3.end));
	}
	ring3_destroy(&ring3);
}

/* Which of the two vectors it is the processor's manual leaves to the model. */
KTEST(user_exception, bad_stack_pointer_is_the_programs_fault)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3_run(&ring3, ring3_bad_stack);
	KTEST_EXPECT(t, ring3.fault.signal == SIGBUS ||
				ring3.fault.signal == SIGSEGV);
	KTEST_EXPECT_EQ(t, ring3.fault.code, SI_KERNEL);
	ring3_destroy(&ring3);
}

/* QEMU's TCG makes no such checks: there the program goes on to its end. */
KTEST(user_exception, unaligned_access_under_AC_is_a_bus_error_or_none)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.start.rdi = RING3_DATA + 1;
	ring3_run(&ring3, ring3_unaligned);
	if (ring3.fault.signal == SIGBUS)
		KTEST_EXPECT_EQ(t, ring3.fault.code, BUS_ADRALN);
	else
		KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGILL);
	ring3_destroy(&ring3);
}

KTEST(user_exception, registers_are_seen_as_they_were)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.start.rax = 1;
	ring3.start.rbx = 2;
	ring3.start.rbp = 3;
	ring3.start.r8 = 4;
	ring3.start.r15 = 5;
	ring3_run(&ring3, ring3_invalid_opcode);
	ring3.start.rip = ring3.end.rip;
	KTEST_EXPECT_EQ(t, ring3.end.rip, ring3.fault.address);
	KTEST_EXPECT_MEMEQ(t, &ring3.end, &ring3.start,
			   offsetof(struct trap_frame, vector));
	KTEST_EXPECT_EQ(t, ring3.end.rsp, ring3.start.rsp);
	KTEST_EXPECT_EQ(t, ring3.end.cs, SELECTOR_USER_CODE);
	KTEST_EXPECT_EQ(t, ring3.end.ss, SELECTOR_USER_DATA);
	ring3_destroy(&ring3);
}

KTEST(user_exception, single_steps_are_counted_through_system_calls)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.goes_on_after_traps = true;
	ring3.start.rflags = 1 << 8;
	ring3.start.rbx = 186; /* gettid */
	ring3.start.r12 = 1000;
	ring3_run(&ring3, ring3_syscall_loop);
	/* Four instructions each, then two; one may be seen twice. */
	KTEST_EXPECT_EQ(t, ring3.exit_code, 0);
	KTEST_EXPECT_GE(t, ring3.traps, 4 * 1000 + 1);
	KTEST_EXPECT_LE(t, ring3.traps, 5 * 1000 + 3);
	ring3_destroy(&ring3);
}

/* What user_enter() lets nobody ask for is put into the frame itself. */
static const struct {
	u64 rip, cs, rflags, rsp, ss;
} hostile[] = {
	{NOT_CANONICAL, SELECTOR_USER_CODE, 0x202, 0, SELECTOR_USER_DATA},
	{1UL << 47, SELECTOR_USER_CODE, 0x202, 0, SELECTOR_USER_DATA},
	{USER_END, SELECTOR_USER_CODE, 0x202, 0, SELECTOR_USER_DATA},
	{RING3_CODE, 3, 0x202, 0, SELECTOR_USER_DATA},
	{RING3_CODE, SELECTOR_USER_DATA, 0x202, 0, SELECTOR_USER_DATA},
	{RING3_CODE, SELECTOR_KERNEL_CODE | 3, 0x202, 0, SELECTOR_USER_DATA},
	{RING3_CODE, SELECTOR_TSS | 3, 0x202, 0, SELECTOR_USER_DATA},
	{RING3_CODE, 0xfff3, 0x202, 0, SELECTOR_USER_DATA},
	{RING3_CODE, SELECTOR_USER_CODE, 0x202, 0, 3},
	{RING3_CODE, SELECTOR_USER_CODE, 0x202, 0, SELECTOR_USER_CODE},
	{RING3_CODE, SELECTOR_USER_CODE, 0x202, 0, SELECTOR_KERNEL_DATA},
	{RING3_CODE, SELECTOR_USER_CODE, 0x202, 0, 0xfff3},
};

KTEST(user_exception, registers_that_cannot_be_loaded_are_a_segv)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	ring3.raw = true;
	for (unsigned int i = 0; i < ARRAY_SIZE(hostile); i++) {
		ring3.start.rip = hostile[i].rip;
		ring3.start.cs = hostile[i].cs;
		ring3.start.rflags = hostile[i].rflags;
		ring3.start.ss = hostile[i].ss;
		ring3.start.rbx = 0x1234 + i;
		ring3.start.r15 = 0x5678 + i;
		ring3_run(&ring3, NULL);
		KTEST_EXPECT_EQ(t, ring3.fault.signal, SIGSEGV);
		KTEST_EXPECT_EQ(t, ring3.end.rip, hostile[i].rip);
		KTEST_EXPECT_EQ(t, ring3.end.rbx, 0x1234 + i);
		KTEST_EXPECT_EQ(t, ring3.end.r15, 0x5678 + i);
		KTEST_EXPECT_EQ(t, ring3.end.rsp, RING3_DATA_END);
	}
	ring3_destroy(&ring3);
}
