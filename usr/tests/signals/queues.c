// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which signal comes first, how many, and with what.
 */
#include "signals.h"

#include <sys/resource.h>
#include <time.h>

static void report(int signal, siginfo_t *info, void *context)
{
	(void)context;
	printf("signal %d code %d value %d\n", signal, info->si_code,
	       info->si_code == SI_QUEUE ? info->si_int : 0);
}

static void queue(int signal, int value)
{
	sigqueue(getpid(), signal, (union sigval){.sival_int = value});
}

static void show_order(void)
{
	static const int signals[] = {SIGUSR1, SIGUSR2, 40, 36, SIGSEGV};

	topic("order of signals");
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		handle_info(signals[i], report, 0);
		block(signals[i]);
	}
	queue(40, 1);
	queue(36, 2);
	queue(36, 3);
	queue(SIGUSR2, 4);
	queue(SIGUSR2, 5);
	queue(SIGUSR1, 6);
	queue(40, 7);
	kill(getpid(), SIGSEGV);
	sigprocmask(SIG_SETMASK, &(sigset_t){0}, NULL);
	handle(SIGSEGV, SIG_DFL, 0);
}

static void show_limit(void)
{
	struct rlimit limit = {20, 20};
	int queued = 0;
	long result;

	setrlimit(RLIMIT_SIGPENDING, &limit);
	block(40);
	while (!(result = RESULT(sigqueue(getpid(), 40, (union sigval){0}))))
		queued++;
	VALUE(queued);
	VALUE(result == -EAGAIN);
	CALL(kill(getpid(), SIGUSR1));
	CALL(sigqueue(getpid(), SIGUSR2, (union sigval){0}));
	handle_info(40, report, 0);
	signal(40, SIG_IGN);
	CALL(sigqueue(getpid(), 40, (union sigval){0}));
}

static void show_waiting(void)
{
	struct timespec soon = {0, 10000000};
	siginfo_t info;
	sigset_t set;

	topic("sigtimedwait");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	CALL(sigtimedwait(&set, NULL, &soon));
	block(SIGUSR1);
	block(SIGCHLD);
	queue(SIGUSR1, 8);
	VALUE(sigwaitinfo(&set, &info) == SIGUSR1);
	VALUE(info.si_int);
	/* What is ignored by default can be waited for. */
	kill(getpid(), SIGCHLD);
	VALUE(sigtimedwait(&set, &info, &soon) == SIGCHLD);
	VALUE(info.si_code);
	soon.tv_nsec = -1;
	CALL(sigtimedwait(&set, NULL, &soon));
	unblock(SIGUSR1);
	unblock(SIGCHLD);
}

static void pending_of_child(void)
{
	sigset_t pending;

	sigpending(&pending);
	VALUE(sigismember(&pending, SIGUSR1));
	raise(SIGUSR1);
	sigpending(&pending);
	VALUE(sigismember(&pending, SIGUSR1));
}

static void show_fork(void)
{
	topic("pending signals and fork");
	block(SIGUSR1);
	raise(SIGUSR1);
	show_child("child", pending_of_child);
	handle(SIGUSR1, SIG_IGN, 0);
	handle_info(SIGUSR1, report, 0);
	unblock(SIGUSR1);
	topic("nothing came");
}

void test_queues(void)
{
	show_order();
	topic("limit of queued signals");
	show_child("child", show_limit);
	show_waiting();
	show_fork();
}
