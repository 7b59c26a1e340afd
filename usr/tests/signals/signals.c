// SPDX-License-Identifier: GPL-2.0-only
#include "signals.h"

#include <time.h>

void topic(const char *name)
{
	printf("# %s\n", name);
}

void show(const char *text, long value)
{
	printf("%s: %ld\n", text, value);
}

void handle(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

	sigaction(signal, &action, NULL);
}

void handle_info(int signal, void (*handler)(int, siginfo_t *, void *),
		 int flags)
{
	struct sigaction action = {.sa_sigaction = handler,
				   .sa_flags = flags | SA_SIGINFO};

	sigaction(signal, &action, NULL);
}

static void change_mask(int how, int signal)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(how, &set, NULL);
}

void block(int signal)
{
	change_mask(SIG_BLOCK, signal);
}

void unblock(int signal)
{
	change_mask(SIG_UNBLOCK, signal);
}

void sleep_ms(long ms)
{
	struct timespec time = {ms / 1000, ms % 1000 * 1000000};

	while (nanosleep(&time, &time))
		;
}

pid_t start(void (*child)(void))
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		child();
		fflush(stdout);
		_exit(0);
	}
	return pid;
}

void show_child(const char *text, void (*child)(void))
{
	int status = -1;
	pid_t pid = start(child);

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	printf("%s: status %#x\n", text, status);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "exit"))
		return 7;
	test_frames();
	test_stacks();
	test_faults();
	test_hostile_frames();
	test_queues();
	test_restarts();
	test_jobs();
	test_senders();
	test_threads();
	test_storms();
	return 0;
}
