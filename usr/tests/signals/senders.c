// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may send what to whom.
 */
#include "signals.h"

#include <limits.h>

static pid_t other;

static void wait_here(void)
{
	sleep_ms(100000);
}

static void send_as_user(void)
{
	if (setuid(1000))
		_exit(9);
	CALL(kill(other, 0));
	CALL(kill(other, SIGTERM));
	CALL(kill(other, SIGCONT)); /* of the same session */
	CALL(kill(1, SIGTERM));
	CALL(kill(getpid(), 0));
	CALL(kill(1 << 22, SIGTERM));
	CALL(kill(-(1 << 21), SIGTERM));
}

static void send_from_other_session(void)
{
	setsid();
	send_as_user();
}

static void send_badly(void)
{
	siginfo_t info = {.si_code = SI_USER};

	CALL(kill(other, 65));
	CALL(kill(other, -1));
	CALL(kill(INT_MIN, SIGTERM));
	CALL(syscall(SYS_rt_sigqueueinfo, other, SIGUSR1, &info));
	info.si_code = SI_TKILL;
	CALL(syscall(SYS_rt_sigqueueinfo, other, SIGUSR1, &info));
	info.si_code = SI_QUEUE;
	CALL(syscall(SYS_rt_sigqueueinfo, other, 0, &info));
	CALL(syscall(SYS_rt_sigqueueinfo, other, SIGURG, &info));
	CALL(syscall(SYS_rt_sigqueueinfo, other, 65, &info));
	CALL(syscall(SYS_rt_sigqueueinfo, 1 << 22, SIGUSR1, &info));
	CALL(syscall(SYS_rt_sigqueueinfo, other, SIGUSR1, (void *)8));
	CALL(syscall(SYS_rt_tgsigqueueinfo, other, 0, SIGUSR1, &info));
	CALL(syscall(SYS_rt_tgsigqueueinfo, other, other, SIGURG, &info));
	CALL(syscall(SYS_rt_tgsigqueueinfo, other, 1 << 22, SIGURG, &info));
	CALL(syscall(SYS_tgkill, other, other, SIGURG));
	CALL(syscall(SYS_tgkill, 1 << 22, other, SIGURG));
	CALL(syscall(SYS_tgkill, other, other, 65));
	CALL(syscall(SYS_tkill, 1 << 22, SIGURG));
}

static volatile int received;

static void count(int signal)
{
	(void)signal;
	received++;
}

/* A group of three: this one, and two that end by it. */
static void send_to_group(void)
{
	int status, ended = 0;

	setpgid(0, 0);
	for (int i = 0; i < 2; i++)
		start(wait_here);
	handle(SIGTERM, count, SA_RESTART);
	CALL(kill(0, SIGTERM));
	while (wait(&status) > 0)
		ended += status == SIGTERM;
	VALUE(ended);
	VALUE(received);
	CALL(kill(-getpid(), SIGTERM));
	VALUE(received);
	CALL(kill(0, 0));
}

void test_senders(void)
{
	topic("permission");
	other = start(wait_here);
	show_child("same session", send_as_user);
	show_child("other session", send_from_other_session);
	topic("wrong arguments");
	show_child("all", send_badly);
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	topic("groups");
	show_child("all", send_to_group);
}
