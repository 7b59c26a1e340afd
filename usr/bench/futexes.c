// SPDX-License-Identifier: GPL-2.0-only
/*
 * Futexes: what locks of two threads cost when somebody has to wait.
 */
#include "bench.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <uapi/futex.h>

enum {
	STOP = 2
};

/* Each 1 while it is a thread's turn. The main one's begins with back. */
static uint32_t there, back;
static pthread_t peer;

static long wake(uint32_t *word)
{
	return call3(SYS_futex, (long)word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
}

static void wait_while(uint32_t *word, uint32_t value)
{
	call6(SYS_futex, (long)word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, value, 0,
	      0, 0);
}

static void pass(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_SEQ_CST);
	wake(word);
}

/* The value that @word has got; it is 0 again. */
static uint32_t await(uint32_t *word)
{
	uint32_t value;

	while (!(value = __atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST)))
		wait_while(word, 0);
	return value;
}

static void *echo(void *unused)
{
	while (await(&there) != STOP)
		pass(&back, 1);
	return unused;
}

static bool has_futexes(void)
{
	return wake(&there) == 0;
}

static bool start_peer(void)
{
	if (!has_futexes())
		return false;
	MUST(!pthread_create(&peer, NULL, echo, NULL));
	return true;
}

static void stop_peer(void)
{
	pass(&there, STOP);
	MUST(!pthread_join(peer, NULL));
}

static void round_trip(void)
{
	pass(&there, 1);
	await(&back);
}

DEFINE_RUN(run_wake, wake(&there))
DEFINE_RUN(run_wait, wait_while(&there, 1))
DEFINE_RUN(run_round_trip, round_trip())

static const struct row rows[] = {
	{"futex_wake_nobody", 500, has_futexes, run_wake, NULL},
	{"futex_wait_for_what_was", 500, has_futexes, run_wait, NULL},
	{"futex_round_trip", 100, start_peer, run_round_trip, stop_peer},
};
ROWS(futex_rows, rows);
