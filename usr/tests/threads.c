// SPDX-License-Identifier: GPL-2.0-only
/*
 * threads: what the tasks of one process share, and how it ends. Prints the same
 * on Linux.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	THREADS = 8,
	ROUNDS = 10000,
};

static void show(const char *what, long value)
{
	printf("%s: %ld\n", what, value);
	fflush(stdout);
}

static void show_child(const char *what, void (*run)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		run();
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	printf("%s: status %#x\n", what, (unsigned int)status);
	fflush(stdout);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static long sum;
static pid_t process;

static void *add(void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		sum++;
		pthread_mutex_unlock(&mutex);
	}
	return (void *)(long)(getpid() == process &&
			      syscall(SYS_gettid) != process && !arg);
}

static long long now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void work_together(void)
{
	pthread_t threads[THREADS];
	void *result;
	long long all;
	long good = 0;

	process = getpid();
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, add, NULL);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		good += (long)result;
	}
	show("threads of one process", good);
	show("what they counted", sum);
	all = now(CLOCK_PROCESS_CPUTIME_ID);
	show("their time counts", all > now(CLOCK_THREAD_CPUTIME_ID));
}

static void *wait_for_ever(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return NULL;
}

static void *exit_with_4(void *arg)
{
	(void)arg;
	exit(4);
	return NULL;
}

static void start(void *(*run)(void *))
{
	pthread_t thread;

	pthread_create(&thread, NULL, run, NULL);
}

static void end_by_another(void)
{
	start(wait_for_ever);
	start(exit_with_4);
	wait_for_ever(NULL);
}

static void end_by_signal(void)
{
	start(wait_for_ever);
	start(wait_for_ever);
	kill(getpid(), SIGKILL);
	wait_for_ever(NULL);
}

static void *leave_with_6(void *arg)
{
	(void)arg;
	usleep(10000);
	syscall(SYS_exit, 6);
	return NULL;
}

/* The status is that of the task that is the last. */
static void end_one_by_one(void)
{
	start(leave_with_6);
	syscall(SYS_exit, 5);
}

static void *run_true(void *arg)
{
	char number[16];
	char *const arguments[] = {"sh", "-c", "[ $$ = $0 ] && exit 9", number,
				   NULL};

	(void)arg;
	snprintf(number, sizeof(number), "%d", getpid());
	execv("/bin/sh", arguments);
	return NULL;
}

/* The new program has the process's number, whichever thread called exec. */
static void exec_in_thread(void)
{
	start(wait_for_ever);
	start(run_true);
	wait_for_ever(NULL);
}

static void *fork_and_wait(void *arg)
{
	pid_t pid = fork();
	int status;

	(void)arg;
	if (pid == 0)
		_exit(getppid() == process ? 3 : 2);
	waitpid(pid, &status, 0);
	exit(WEXITSTATUS(status));
	return NULL;
}

static void fork_in_thread(void)
{
	process = getpid();
	start(fork_and_wait);
	wait_for_ever(NULL);
}

int main(void)
{
	work_together();
	show_child("exit() in a thread", end_by_another);
	show_child("SIGKILL", end_by_signal);
	show_child("one after the other", end_one_by_one);
	show_child("exec in a thread", exec_in_thread);
	show_child("fork in a thread", fork_in_thread);
	for (int i = 0; i < 100; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, add, NULL)) {
			printf("thread %d: %s\n", i, strerror(errno));
			return 1;
		}
		pthread_join(thread, NULL);
	}
	show("threads in a row, and what they counted", sum);
	return 0;
}
