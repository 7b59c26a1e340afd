// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals of a process to itself.
 */
#include "bench.h"

#include <signal.h>
#include <sys/syscall.h>

/* As the kernel has it: musl's own is another. */
struct kernel_action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

enum {
	SA_RESTORER_FLAG = 0x04000000,
	SET_SIZE = 8,
};

static struct kernel_action action;

static void handle(int signal)
{
	(void)signal;
}

/* What a handler returns to. */
__attribute__((naked)) static void restore(void)
{
	__asm__ volatile("mov %0, %%eax\n\t"
			 "syscall"
			 :
			 : "i"(SYS_rt_sigreturn));
}

static long set_action(void)
{
	register long size __asm__("r10") = SET_SIZE;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_rt_sigaction), "D"((long)SIGUSR1),
			   "S"(&action), "d"(0L), "r"(size)
			 : "rcx", "r11", "memory");
	return result;
}

static pid_t self;

static bool set_handler(void)
{
	action = (struct kernel_action){
		.handler = handle,
		.flags = SA_RESTORER_FLAG,
		.restorer = restore,
	};
	MUST(!set_action());
	self = getpid();
	return true;
}

static void set_default(void)
{
	signal(SIGUSR1, SIG_DFL);
}

DEFINE_RUN(run_action, set_action())
DEFINE_RUN(run_signal, call3(SYS_kill, self, SIGUSR1, 0))

static const struct row rows[] = {
	{"sigaction", 500, set_handler, run_action, set_default},
	{"signal_self", 200, set_handler, run_signal, set_default},
};
ROWS(signal_rows, rows);
