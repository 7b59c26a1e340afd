// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping and going on, and what parents are told.
 */
#include "signals.h"

static volatile int news[8], nr_news;

static void hear(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	if (nr_news < 8)
		news[nr_news++] = info->si_code * 1000 + info->si_status;
}

static void show_news(void)
{
	for (int i = 0; i < nr_news; i++)
		printf("SIGCHLD: code %d status %d\n", news[i] / 1000,
		       news[i] % 1000);
	nr_news = 0;
}

static void sleep_on(void)
{
	sleep_ms(100000);
}

/* Time enough for all that has been caused to happen. */
static void let_settle(void)
{
	sleep_ms(20);
}

static void show_wait(const char *text, pid_t pid, int options)
{
	int status = 0;
	pid_t result;

	let_settle();
	do
		result = waitpid(pid, &status, options);
	while (result < 0 && errno == EINTR);
	printf("%s: %s status %#x\n", text,
	       result == pid ? "child"
	       : result	     ? "none"
			     : "no news",
	       status);
}

static void show_stop(int flags)
{
	pid_t pid;

	handle_info(SIGCHLD, hear, flags);
	pid = start(sleep_on);
	kill(pid, SIGSTOP);
	show_wait("stopped", pid, WUNTRACED);
	show_wait("told once", pid, WUNTRACED | WNOHANG);
	kill(pid, SIGCONT);
	show_wait("continued", pid, WCONTINUED);
	kill(pid, SIGSTOP);
	show_wait("again", pid, WUNTRACED);
	kill(pid, SIGTERM); /* waits until it goes on */
	show_wait("SIGTERM while stopped", pid, WNOHANG);
	show_news();
	kill(pid, SIGCONT);
	show_wait("ended", pid, 0);
	nr_news = 0; /* of the two, one at least */
}

static void show_kill(void)
{
	pid_t pid = start(sleep_on);

	kill(pid, SIGSTOP);
	show_wait("stopped", pid, WUNTRACED);
	kill(pid, SIGKILL);
	show_wait("killed", pid, 0);
	nr_news = 0;
}

static void stop_later(int signal)
{
	block(signal);
	raise(signal);
	raise(SIGCONT); /* forgets it */
	unblock(signal);
	_exit(4);
}

static void cancel_stop(void)
{
	stop_later(SIGTSTP);
}

static void be_orphan(void)
{
	setsid();
	raise(SIGTSTP);
	raise(SIGTTIN);
	raise(SIGTTOU);
	_exit(6);
}

static volatile int continued;

static void note_continue(int signal)
{
	(void)signal;
	continued++;
}

static void handle_continue(void)
{
	handle(SIGCONT, note_continue, 0);
	raise(SIGSTOP);
	_exit(continued == 1 ? 7 : 8);
}

static void show_handled(void)
{
	pid_t pid = start(handle_continue);

	show_wait("stops itself", pid, WUNTRACED);
	kill(pid, SIGCONT);
	show_wait("handler of SIGCONT", pid, 0);
	nr_news = 0;
}

static void show_ignored(void)
{
	int status;
	pid_t pid;

	handle(SIGCHLD, SIG_IGN, 0);
	pid = start(sleep_on);
	kill(pid, SIGKILL);
	VALUE(RESULT(waitpid(pid, &status, 0)) == -ECHILD);
	handle(SIGCHLD, SIG_DFL, SA_NOCLDWAIT);
	pid = start(sleep_on);
	kill(pid, SIGKILL);
	VALUE(RESULT(waitpid(pid, &status, 0)) == -ECHILD);
	handle(SIGCHLD, SIG_DFL, 0);
}

void test_jobs(void)
{
	topic("stop and continue");
	show_stop(0);
	topic("with SA_NOCLDSTOP");
	show_stop(SA_NOCLDSTOP);
	topic("others");
	show_kill();
	show_child("stop that SIGCONT cancels", cancel_stop);
	show_child("orphaned group", be_orphan);
	show_handled();
	show_ignored();
}
