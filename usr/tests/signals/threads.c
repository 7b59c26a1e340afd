// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals of processes that have several threads.
 */
#include "signals.h"

#include <pthread.h>

enum {
	THREADS = 4
};

static pthread_t threads[THREADS];
static volatile int ready, done, handled_by;
static __thread int number;

static void note_thread(int signal)
{
	(void)signal;
	handled_by = number;
	done++;
}

/* The number of the only one that has the signal not blocked. */
static int takes;

static void *wait_for_done(void *arg)
{
	number = (int)(long)arg;
	if (number == takes)
		unblock(SIGUSR1);
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (!done)
		sleep_ms(5);
	return NULL;
}

static void start_threads(void *(*run)(void *arg))
{
	ready = done = 0;
	for (long i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, run, (void *)(i + 1));
	while (ready < THREADS)
		sleep_ms(1);
}

static void join_threads(void)
{
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

static void show_who_takes(void)
{
	handle(SIGUSR1, note_thread, 0);
	block(SIGUSR1);
	for (takes = 1; takes <= THREADS; takes++) {
		start_threads(wait_for_done);
		kill(getpid(), SIGUSR1);
		join_threads();
		VALUE(handled_by == takes);
	}
}

static void show_one_thread(void)
{
	takes = 3;
	start_threads(wait_for_done);
	pthread_kill(threads[2], SIGUSR1);
	join_threads();
	VALUE(handled_by);
}

/* Blocked by all; whoever unblocks it first gets it. */
static void show_pending(void)
{
	takes = 0;
	start_threads(wait_for_done);
	kill(getpid(), SIGUSR1);
	VALUE(done);
	number = 9;
	unblock(SIGUSR1);
	VALUE(handled_by);
	join_threads();
}

static void *spin(void *arg)
{
	ready++;
	while (arg)
		;
	return NULL;
}

static void *sleep_long(void *arg)
{
	(void)arg;
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	sleep_ms(1000000);
	return NULL;
}

static void die_by_signal(void)
{
	start_threads(sleep_long);
	raise(SIGTERM);
}

static void exit_with_threads(void)
{
	start_threads(sleep_long);
	_exit(4);
}

static void *fault(void *arg)
{
	ready++;
	if (arg == (void *)1)
		*(volatile int *)8 = 1;
	sleep_ms(1000000);
	return NULL;
}

static void fault_in_thread(void)
{
	start_threads(fault);
	sleep_ms(1000000);
}

static void exec_from_thread(void)
{
	start_threads(sleep_long);
	execl("/proc/self/exe", "signals", "exit", NULL);
}

static void compute_and_sleep(void)
{
	pthread_create(&threads[0], NULL, spin, (void *)1);
	pthread_create(&threads[1], NULL, sleep_long, NULL);
	sleep_ms(1000000);
}

static void show_stop(void)
{
	int status;
	pid_t pid = start(compute_and_sleep);

	sleep_ms(50);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	printf("stopped: status %#x\n", status);
	kill(pid, SIGCONT);
	waitpid(pid, &status, WCONTINUED);
	printf("continued: status %#x\n", status);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	printf("killed: status %#x\n", status);
}

/* musl cancels threads by a signal. */
static void show_cancel(void)
{
	void *result = NULL;

	start_threads(sleep_long);
	for (int i = 0; i < THREADS; i++)
		pthread_cancel(threads[i]);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], &result);
	VALUE(result == PTHREAD_CANCELED);
}

static void in_process(void)
{
	show_who_takes();
	show_one_thread();
	show_pending();
	show_cancel();
}

void test_threads(void)
{
	topic("threads");
	show_child("taking", in_process);
	show_child("signal", die_by_signal);
	show_child("exit", exit_with_threads);
	show_child("fault", fault_in_thread);
	show_child("exec", exec_from_thread);
	show_stop();
}
