// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals all the time: whatever a program does, they change nothing of it.
 */
#include "signals.h"

#include <sys/time.h>

enum {
	ENOUGH = 200, /* signals of a timer */
	PERIOD_US = 300,
};

static volatile int alarms;
static volatile double spoiled;

/* Uses the registers that the program uses. */
static void spoil_registers(int signal)
{
	(void)signal;
	__asm__ volatile("pcmpeqd %%xmm0, %%xmm0\n\t"
			 "pcmpeqd %%xmm7, %%xmm7\n\t"
			 "pcmpeqd %%xmm15, %%xmm15\n\t"
			 "fldz\n\t"
			 "fstp %%st(0)\n\t"
			 "std\n\t"
			 "cld\n\t" ::
				 : "xmm0", "xmm7", "xmm15", "cc");
	spoiled = spoiled + 1.5;
	alarms++;
}

static void nested(int signal)
{
	spoil_registers(signal);
	if (alarms % 3 == 0)
		raise(SIGUSR1);
	if (alarms % 5 == 0)
		raise(SIGUSR2);
}

static void start_timer(void (*handler)(int), int flags)
{
	struct itimerval often = {{0, PERIOD_US}, {0, PERIOD_US}};

	alarms = 0;
	handle(SIGALRM, handler, flags);
	setitimer(ITIMER_REAL, &often, NULL);
}

static void stop_timer(void)
{
	setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
}

/* Registers, flags and the red zone hold what they should; 0 if so. */
__attribute__((noinline)) static long check_registers(void)
{
	long wrong;

	__asm__ volatile("mov $0x123456789, %%rax\n\t"
			 "movq %%rax, %%xmm0\n\t"
			 "movq %%rax, %%xmm7\n\t"
			 "movq %%rax, %%xmm15\n\t"
			 "mov %%rax, -8(%%rsp)\n\t"
			 "mov %%rax, -128(%%rsp)\n\t"
			 "mov %%rax, %%rbx\n\t"
			 "mov %%rax, %%r15\n\t"
			 "fld1\n\t"
			 "mov $2000, %%ecx\n"
			 "1:\n\t"
			 "stc\n\t"
			 "dec %%ecx\n\t"
			 "jnc 2f\n\t"
			 "jnz 1b\n\t"
			 "movq %%xmm0, %%rdx\n\t"
			 "xor %%rax, %%rdx\n\t"
			 "movq %%xmm7, %%rcx\n\t"
			 "xor %%rax, %%rcx\n\t"
			 "or %%rcx, %%rdx\n\t"
			 "movq %%xmm15, %%rcx\n\t"
			 "xor %%rax, %%rcx\n\t"
			 "or %%rcx, %%rdx\n\t"
			 "mov -8(%%rsp), %%rcx\n\t"
			 "xor %%rax, %%rcx\n\t"
			 "or %%rcx, %%rdx\n\t"
			 "mov -128(%%rsp), %%rcx\n\t"
			 "xor %%rax, %%rcx\n\t"
			 "or %%rcx, %%rdx\n\t"
			 "xor %%rax, %%rbx\n\t"
			 "or %%rbx, %%rdx\n\t"
			 "xor %%rax, %%r15\n\t"
			 "or %%r15, %%rdx\n\t"
			 "jmp 3f\n"
			 "2:\n\t"
			 "mov $1, %%edx\n"
			 "3:\n\t"
			 "fistpl -64(%%rsp)\n\t"
			 "mov -64(%%rsp), %%ecx\n\t"
			 "dec %%ecx\n\t"
			 "or %%rcx, %%rdx"
			 : "=d"(wrong)
			 :
			 : "rax", "rcx", "rbx", "r15", "xmm0", "xmm7", "xmm15",
			   "st", "cc", "memory");
	return wrong;
}

static void compute(void (*handler)(int), int flags)
{
	long wrong = 0;

	start_timer(handler, flags);
	while (alarms < ENOUGH)
		wrong |= check_registers();
	stop_timer();
	VALUE(wrong);
}

static void call_all_the_time(void)
{
	long wrong = 0;
	pid_t self = getpid();

	start_timer(spoil_registers, 0);
	while (alarms < ENOUGH) {
		wrong += syscall(SYS_getpid) != self;
		wrong += syscall(SYS_close, -1) != -1;
		wrong += syscall(SYS_kill, self, 0) != 0;
	}
	stop_timer();
	VALUE(wrong);
}

static void exit_7(void)
{
	_exit(7);
}

/* The timer is not inherited, but the parent is interrupted all the time. */
static void fork_all_the_time(void)
{
	int forks = 0, good = 0, status;

	start_timer(spoil_registers, SA_RESTART);
	while (alarms < ENOUGH || forks < 20) {
		pid_t pid = fork();

		if (!pid)
			exit_7();
		forks++;
		if (waitpid(pid, &status, 0) == pid && status == 7 << 8)
			good++;
	}
	stop_timer();
	VALUE(forks - good);
}

/* Children that are signalled at each moment of their lives. */
static void kill_children(void)
{
	int status, others = 0;

	for (int i = 0; i < 100; i++) {
		pid_t pid = fork();

		if (!pid) {
			execl("/proc/self/exe", "signals", "exit", NULL);
			exit_7();
		}
		for (int j = 0; j < i * 20; j++)
			getppid();
		kill(pid, i % 2 ? SIGTERM : SIGKILL);
		waitpid(pid, &status, 0);
		others += status != SIGTERM && status != SIGKILL &&
			  status != 7 << 8;
	}
	VALUE(others);
}

static volatile int expired;

static void note_expiry(int signal)
{
	expired = signal;
}

static void show_cpu_timer(int which, int signal)
{
	struct itimerval soon = {{0, 0}, {0, 30000}}, left;

	handle(signal, note_expiry, 0);
	expired = 0;
	setitimer(which, &soon, NULL);
	while (!expired)
		check_registers();
	VALUE(expired == signal);
	getitimer(which, &left);
	VALUE(left.it_value.tv_usec);
}

void test_storms(void)
{
	topic("signals all the time");
	handle(SIGUSR1, spoil_registers, 0);
	handle(SIGUSR2, spoil_registers, SA_NODEFER);
	compute(spoil_registers, 0);
	compute(nested, 0);
	call_all_the_time();
	fork_all_the_time();
	kill_children();
	topic("timers of CPU time");
	show_cpu_timer(ITIMER_PROF, SIGPROF);
	show_cpu_timer(ITIMER_VIRTUAL, SIGVTALRM);
}
