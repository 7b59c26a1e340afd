// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left for those who compute: eight threads with short bursts, of which
 * some always want the CPU, one HOT thread, one that is NORMAL.
 */
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/sched.h>
#include <exo/semaphore.h>
#include <exo/thread.h>
#include <exo/time.h>

#include "internal.h"

enum {
	SHORT_THREADS = 8,
	BURST_US = 200,
	NORMAL_BURST_US = 3000,
	SETTLE_MS = 1000, /* until each is in its class */
	SHARE_MIN_PERCENT = 5,
};

/*
 * The threads pass two tokens around a ring and compute a little for each:
 * there is always one that wants the CPU, and none gets so many tokens in a row
 * that its burst becomes long.
 */
struct ring_thread {
	const bool *stop;
	struct semaphore tokens;
	struct ring_thread *next;
};

static void compute_for(u64 ns)
{
	u64 end = task_cpu_ns(current) + ns;

	while (task_cpu_ns(current) < end)
		cpu_relax();
}

static int pass_tokens(void *arg)
{
	struct ring_thread *self = arg;

	while (!READ_ONCE(*self->stop)) {
		semaphore_down(&self->tokens);
		compute_for(BURST_US * NSEC_PER_USEC);
		semaphore_up(&self->next->tokens);
	}
	semaphore_up(&self->next->tokens); /* it must see the end, too */
	return 0;
}

static int run_normal(void *arg)
{
	const bool *stop = arg;

	while (!READ_ONCE(*stop)) {
		compute_for(NORMAL_BURST_US * NSEC_PER_USEC);
		thread_sleep_until(0);
	}
	return 0;
}

struct share {
	const char *name;
	struct task *thread;
	u64 cpu_before_ns;
};

static bool print_share(const struct share *share, u64 total_ns)
{
	u64 cpu_ns = task_cpu_ns(share->thread) - share->cpu_before_ns;
	u64 wait_us = sched_clock_to_ns(share->thread->stats.longest_wait) /
		      NSEC_PER_USEC;
	u64 per_mille = cpu_ns * 1000 / total_ns;

	console_printf("starvation: %s cpu per mille %lu longest wait us %lu\n",
		       share->name, per_mille, wait_us);
	return per_mille >= SHARE_MIN_PERCENT * 10 &&
	       wait_us < CONFIG_SCHED_STARVATION_MS * 1000;
}

static void begin_share(struct share *share)
{
	share->cpu_before_ns = task_cpu_ns(share->thread);
	share->thread->stats.longest_wait = 0;
}

static void ring_start(struct ring_thread *ring, struct task **threads,
		       const bool *stop)
{
	for (int i = 0; i < SHORT_THREADS; i++) {
		ring[i].stop = stop;
		ring[i].next = &ring[(i + 1) % SHORT_THREADS];
		semaphore_init(&ring[i].tokens, i % 4 == 0);
	}
	for (int i = 0; i < SHORT_THREADS; i++)
		threads[i] = load_start("short", pass_tokens, &ring[i]);
}

bool load_starvation(unsigned int seconds)
{
	struct ring_thread ring[SHORT_THREADS];
	struct task *ring_threads[SHORT_THREADS];
	bool stop = false, good = true;
	struct share shares[] = {
		{"hot", load_start("hot", load_hog, &stop), 0},
		{"normal", load_start("normal", run_normal, &stop), 0},
	};
	u64 start;

	ring_start(ring, ring_threads, &stop);
	thread_sleep_ms(SETTLE_MS);
	start = time_uptime_ns();
	for (size_t i = 0; i < ARRAY_SIZE(shares); i++)
		begin_share(&shares[i]);
	thread_sleep_ms(seconds * 1000UL);
	for (size_t i = 0; i < ARRAY_SIZE(shares); i++)
		good &= print_share(&shares[i], time_uptime_ns() - start);
	WRITE_ONCE(stop, true);
	for (size_t i = 0; i < ARRAY_SIZE(shares); i++)
		thread_join(shares[i].thread);
	for (int i = 0; i < SHORT_THREADS; i++)
		thread_join(ring_threads[i]);
	return good;
}
