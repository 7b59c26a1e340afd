// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals: handlers, masks, what interrupts what.
 */
#include "abi.h"

#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>

static volatile int taken, taken_code, nested;
static void *volatile taken_address;

static void take(int signal)
{
	taken = taken * 100 + signal;
}

static void take_info(int signal, siginfo_t *info, void *context)
{
	(void)context;
	taken = signal;
	taken_code = info->si_code;
	taken_address = info->si_addr;
}

static void handle(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

	sigaction(signal, &action, NULL);
}

static void handle_info(int signal, int flags)
{
	struct sigaction action = {.sa_sigaction = take_info,
				   .sa_flags = flags | SA_SIGINFO};

	sigaction(signal, &action, NULL);
}

static void show_actions(void)
{
	unsigned char action[32] = {0}, old[32];

	topic("rt_sigaction");
	SHOW(rt_sigaction, SIGUSR1, action, old, 8);
	SHOW(rt_sigaction, SIGKILL, action, NULL, 8);
	SHOW(rt_sigaction, SIGSTOP, action, NULL, 8);
	SHOW(rt_sigaction, SIGKILL, NULL, old, 8);
	SHOW(rt_sigaction, 0, action, NULL, 8);
	SHOW(rt_sigaction, 65, action, NULL, 8);
	SHOW(rt_sigaction, 64, action, NULL, 8);
	SHOW(rt_sigaction, SIGUSR1, action, NULL, 4);
	SHOW(rt_sigaction, SIGUSR1, NOWHERE, NULL, 8);
	SHOW(rt_sigaction, SIGUSR1, NULL, NOWHERE, 8);
}

static void show_masks(void)
{
	uint64_t set = 1 << (SIGUSR1 - 1), old;
	struct timespec none = {0, 0};
	siginfo_t info;

	topic("rt_sigprocmask");
	SHOW(rt_sigprocmask, SIG_BLOCK, &set, &old, 8);
	VALUE(old);
	SHOW(rt_sigprocmask, SIG_BLOCK, NULL, &old, 8);
	VALUE(old);
	SHOW(rt_sigprocmask, 99, &set, NULL, 8);
	SHOW(rt_sigprocmask, 99, NULL, NULL, 8);
	SHOW(rt_sigprocmask, SIG_BLOCK, &set, NULL, 4);
	SHOW(rt_sigprocmask, SIG_BLOCK, NOWHERE, NULL, 8);
	handle(SIGUSR1, take, 0);
	taken = 0;
	SHOW(kill, getpid(), SIGUSR1);
	VALUE(taken);
	SHOW(rt_sigpending, &old, 8);
	VALUE(old);
	SHOW(rt_sigprocmask, SIG_UNBLOCK, &set, NULL, 8);
	VALUE(taken);
	set = ~0ULL;
	SHOW(rt_sigprocmask, SIG_SETMASK, &set, NULL, 8);
	SHOW(rt_sigprocmask, SIG_BLOCK, NULL, &old, 8);
	VALUE(~old == (1ULL << (SIGKILL - 1) | 1ULL << (SIGSTOP - 1)));
	SHOW(rt_sigtimedwait, &set, &info, &none, 8);
	SHOW(kill, getpid(), SIGUSR2);
	VALUE(RAW(SYS_rt_sigtimedwait, &set, &info, &none, 8) == SIGUSR2);
	VALUE(info.si_code == SI_USER && info.si_pid == getpid());
	set = 0;
	SHOW(rt_sigprocmask, SIG_SETMASK, &set, NULL, 8);
}

static void take_and_nest(int signal)
{
	taken = taken * 100 + signal;
	if (!nested++) {
		raise(SIGUSR1);
		raise(SIGUSR2);
	}
	taken = taken * 100 + signal;
}

static void show_nesting(void)
{
	topic("signals in handlers");
	handle(SIGUSR2, take, 0);
	handle(SIGUSR1, take_and_nest, 0);
	taken = nested = 0;
	raise(SIGUSR1);
	VALUE(taken); /* the own one waits, the other one does not */
	handle(SIGUSR1, take_and_nest, SA_NODEFER);
	taken = nested = 0;
	raise(SIGUSR1);
	VALUE(taken);
	handle(SIGUSR1, take, SA_RESETHAND);
	taken = 0;
	raise(SIGUSR1);
	VALUE(taken);
	VALUE(signal(SIGUSR1, SIG_DFL) == SIG_DFL);
}

static volatile char *page;

static void read_page(void)
{
	*page;
}

/* Make the page readable so that the access can be made again. */
static void repair(int signal, siginfo_t *info, void *context)
{
	ucontext_t *user = context;

	taken = signal;
	taken_code = info->si_code;
	taken_address = info->si_addr;
	nested = user->uc_mcontext.gregs[REG_ERR] & 7;
	mprotect((void *)page, 4096, PROT_READ);
}

static void show_faults(void)
{
	struct sigaction action = {.sa_sigaction = repair,
				   .sa_flags = SA_SIGINFO};

	topic("faults as signals");
	page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	sigaction(SIGSEGV, &action, NULL);
	read_page();
	VALUE(taken == SIGSEGV);
	VALUE(taken_code == SEGV_ACCERR);
	VALUE(taken_address == page);
	VALUE(nested & 6);
	signal(SIGSEGV, SIG_DFL);
	munmap((void *)page, 4096);
	show_child("read of what was unmapped", read_page);
}

static void show_floating_point(void)
{
	double before = 1.0 / 3, after;

	topic("floating point over a handler");
	handle(SIGUSR1, take, 0);
	__asm__ volatile("movsd %0, %%xmm7" : : "m"(before) : "xmm7");
	raise(SIGUSR1);
	__asm__ volatile("movsd %%xmm7, %0" : "=m"(after));
	VALUE(before == after);
}

static void show_alternate_stack(void)
{
	static char stack[16384];
	stack_t new = {.ss_sp = stack, .ss_size = sizeof(stack)}, old;

	topic("sigaltstack");
	SHOW(sigaltstack, NULL, &old);
	VALUE(old.ss_flags == SS_DISABLE);
	SHOW(sigaltstack, &new, NULL);
	handle_info(SIGUSR1, SA_ONSTACK);
	taken = 0;
	raise(SIGUSR1);
	VALUE(taken == SIGUSR1);
	new.ss_size = 100;
	SHOW(sigaltstack, &new, NULL);
	new.ss_flags = 99;
	SHOW(sigaltstack, &new, NULL);
	SHOW(sigaltstack, NOWHERE, NULL);
	new.ss_flags = SS_DISABLE;
	SHOW(sigaltstack, &new, NULL);
}

static void signal_parent_later(void)
{
	struct timespec soon = {0, 20000000};

	nanosleep(&soon, NULL);
	kill(getppid(), SIGUSR1);
	nanosleep(&soon, NULL);
	write(4, "x", 1);
}

static void start(void (*child)(void))
{
	fflush(stdout);
	if (fork() == 0) {
		child();
		_exit(0);
	}
}

static void show_interruption(void)
{
	struct timespec long_time = {100, 0}, left;
	uint64_t none = 0;
	int ends[2];
	char byte;

	topic("interrupted calls");
	pipe(ends);
	handle(SIGUSR1, take, 0);
	taken = 0;
	start(signal_parent_later);
	SHOW(read, 3, &byte, 1);
	VALUE(taken == SIGUSR1);
	SHOW(read, 3, &byte, 1);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	handle(SIGUSR1, take, SA_RESTART);
	taken = 0;
	start(signal_parent_later);
	SHOW(read, 3, &byte, 1);
	VALUE(taken == SIGUSR1);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	start(signal_parent_later);
	SHOW(nanosleep, &long_time, &left);
	VALUE(left.tv_sec);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	start(signal_parent_later);
	SHOW(pause, 0);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	start(signal_parent_later);
	SHOW(rt_sigsuspend, &none, 8);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	start(signal_parent_later);
	SHOW(poll, NULL, 0, -1);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	handle(SIGUSR1, SIG_IGN, 0);
	read(3, &byte, 1);
	close(3);
	close(4);
}

static void stop_parent_twice(void)
{
	const struct timespec soon = {0, 20000000};

	for (int i = 0; i < 2; i++) {
		nanosleep(&soon, NULL);
		kill(getppid(), SIGSTOP);
		nanosleep(&soon, NULL);
		kill(getppid(), SIGCONT);
	}
	nanosleep(&soon, NULL);
	write(4, "x", 1);
}

/* What the sleep would have gone on with is not what the read goes on with. */
static void sleep_and_read(void)
{
	struct timespec rest = {1, 0};
	int ends[2];
	char byte;

	pipe(ends);
	start(stop_parent_twice);
	SHOW(nanosleep, &rest, NOWHERE);
	SHOW(read, 3, &byte, 1);
}

static void show_sending(void)
{
	topic("kill, tgkill, tkill");
	SHOW(tgkill, getpid(), getpid(), 0);
	SHOW(tgkill, getpid(), 1 << 22, 0);
	SHOW(tgkill, 0, getpid(), 0);
	SHOW(tgkill, getpid(), getpid(), 65);
	SHOW(tkill, getpid(), 0);
	SHOW(tkill, -1, 0);
	SHOW(kill, getpid(), 0);
	handle_info(SIGUSR1, 0);
	kill(getpid(), SIGUSR1);
	VALUE(taken_code == SI_USER);
	RAW(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	VALUE(taken_code == SI_TKILL);
}

static void show_alarms(void)
{
	struct itimerval soon = {{0, 0}, {0, 20000}}, old;

	topic("alarm, setitimer");
	handle(SIGALRM, take, 0);
	taken = 0;
	SHOW(alarm, 100);
	SHOW(alarm, 0);
	SHOW(alarm, 0);
	SHOW(setitimer, ITIMER_REAL, &soon, &old);
	SHOW(pause, 0);
	VALUE(taken == SIGALRM);
	SHOW(getitimer, ITIMER_REAL, &old);
	VALUE(old.it_value.tv_usec);
	soon.it_value.tv_usec = 1000000;
	SHOW(setitimer, ITIMER_REAL, &soon, NULL);
	SHOW(setitimer, 99, &old, NULL);
	SHOW(getitimer, 99, &old);
	SHOW(setitimer, ITIMER_REAL, NOWHERE, NULL);
}

/* What each signal does to a process that does not care. */
static int current_signal;

static void default_action(void)
{
	signal(current_signal, SIG_DFL);
	raise(current_signal);
}

/* A group with a parent outside it but in its session can be stopped. */
static void show_stop(int signal)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		raise(signal);
		_exit(5);
	}
	wait4(pid, &status, WUNTRACED, NULL);
	show_status("child that stops itself", status);
	kill(pid, SIGCONT);
	wait4(pid, &status, 0, NULL);
	show_status("child that goes on", status);
}

static void show_defaults(void)
{
	static const int stopping[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU};
	char text[32];

	topic("default actions");
	for (current_signal = 1; current_signal <= 34; current_signal++) {
		int stops = 0;

		for (int i = 0; i < 4; i++)
			stops |= current_signal == stopping[i];
		if (stops || current_signal == 32 || current_signal == 33)
			continue;
		snprintf(text, sizeof(text), "signal %d", current_signal);
		show_child(text, default_action);
	}
	for (int i = 0; i < 2; i++)
		show_stop(stopping[i]);
}

void abi_signals(void)
{
	show_actions();
	show_masks();
	show_nesting();
	show_faults();
	show_floating_point();
	show_alternate_stack();
	show_interruption();
	show_child("stopped in calls", sleep_and_read);
	show_sending();
	show_alarms();
	show_defaults();
}
