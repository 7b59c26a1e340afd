// SPDX-License-Identifier: GPL-2.0-only
/*
 * futex(2), and what threads leave to the kernel.
 */
#include "abi.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

/* Linux's <linux/futex.h>, which musl does without. */
enum {
	FUTEX_WAIT = 0,
	FUTEX_WAKE = 1,
	FUTEX_REQUEUE = 3,
	FUTEX_CMP_REQUEUE = 4,
	FUTEX_WAIT_BITSET = 9,
	FUTEX_WAKE_BITSET = 10,
	FUTEX_WAIT_PRIVATE = 128,
	FUTEX_WAKE_PRIVATE = 129,
	FUTEX_CLOCK_REALTIME = 256,
};

static uint32_t *word; /* shared with children */

static void show_errors(void)
{
	struct timespec none = {0, 0}, bad = {0, 1000000000};
	struct timespec past = {1, 0};
	char *odd = (char *)word + 1;

	topic("futex");
	*word = 5;
	SHOW(futex, word, FUTEX_WAIT, 4, NULL);
	SHOW(futex, word, FUTEX_WAIT_PRIVATE, 4, NULL);
	SHOW(futex, word, FUTEX_WAIT, 5, &none);
	SHOW(futex, word, FUTEX_WAIT, 5, &bad);
	SHOW(futex, word, FUTEX_WAIT, 5, NOWHERE);
	SHOW(futex, odd, FUTEX_WAIT, 5, NULL);
	SHOW(futex, NOWHERE, FUTEX_WAIT, 5, NULL);
	SHOW(futex, KERNEL, FUTEX_WAIT, 5, NULL);
	SHOW(futex, word, FUTEX_WAKE, 1);
	SHOW(futex, word, FUTEX_WAKE_PRIVATE, 1);
	SHOW(futex, odd, FUTEX_WAKE, 1);
	SHOW(futex, NOWHERE, FUTEX_WAKE, 1);
	SHOW(futex, word, FUTEX_WAIT_BITSET, 5, &past, NULL, 0);
	SHOW(futex, word, FUTEX_WAIT_BITSET, 5, &past, NULL, -1);
	SHOW(futex, word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 5, &past,
	     NULL, -1);
	SHOW(futex, word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0);
	SHOW(futex, word, FUTEX_CMP_REQUEUE, 1, 1, word + 1, 4);
	SHOW(futex, word, FUTEX_CMP_REQUEUE, 1, 1, word + 1, 5);
	SHOW(futex, word, FUTEX_REQUEUE, 1, 1, word + 1, 0);
	SHOW(futex, word, FUTEX_CMP_REQUEUE, 1, 1, NOWHERE, 5);
	SHOW(futex, word, 99, 1);
}

static void wait_for_word(void)
{
	VALUE(RAW(SYS_futex, word, FUTEX_WAIT, 0, NULL));
}

/* A child waits; the parent wakes it when it does. */
static void show_waking(void)
{
	struct timespec moment = {0, 1000000};
	int status, woken;
	pid_t child;

	topic("a futex between processes");
	*word = 0;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		wait_for_word();
		fflush(stdout);
		_exit(0);
	}
	while ((woken = RAW(SYS_futex, word, FUTEX_WAKE, 10)) == 0)
		nanosleep(&moment, NULL);
	VALUE(woken);
	waitpid(child, &status, 0);
	show_status("who waited", status);
}

static void show_threads(void)
{
	static int id;
	long list[3] = {0};
	void *head;
	size_t size;

	topic("set_tid_address, set_robust_list, rseq");
	VALUE(RAW(SYS_set_tid_address, &id) == getpid());
	VALUE(RAW(SYS_set_tid_address, NULL) == getpid());
	SHOW(set_robust_list, list, sizeof(list));
	SHOW(set_robust_list, list, 8);
	SHOW(get_robust_list, 0, &head, &size);
	VALUE(head == list && size == sizeof(list));
	SHOW(get_robust_list, 1 << 22, &head, &size);
	SHOW(get_robust_list, 0, NOWHERE, &size);
	SHOW(set_robust_list, NULL, sizeof(list));
}

void abi_futexes(void)
{
	word = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	show_errors();
	show_waking();
	show_threads();
	munmap(word, 4096);
}
