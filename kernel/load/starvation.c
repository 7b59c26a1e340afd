// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left for those who compute: eight threads with short bursts that
 * always want the CPU, one HOT thread, one that is NORMAL.
 */
#include <exo/console.h>
#include <exo/sched.h>
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

struct burster {
	const bool *stop;
	u64 burst_ns;
};

/* Short bursts, the shortest of sleeps between: always ready, never HOT. */
static int run_bursts(void *arg)
{
	const struct burster *burster = arg;

	while (!READ_ONCE(*burster->stop)) {
		u64 begin = task_cpu_ns(current);

		while (task_cpu_ns(current) - begin < burster->burst_ns)
			cpu_relax();
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
	u64 wait_ns = sched_clock_to_ns(share->thread->stats.longest_wait);
	u64 per_mille = cpu_ns * 1000 / total_ns;

	console_printf("starvation: %s cpu per mille %lu longest wait us %lu\n",
		       share->name, per_mille, wait_ns / NSEC_PER_USEC);
	return per_mille >= SHARE_MIN_PERCENT * 10 &&
	       wait_ns < CONFIG_SCHED_STARVATION_MS * NSEC_PER_MSEC;
}

static void begin_share(struct share *share)
{
	share->cpu_before_ns = task_cpu_ns(share->thread);
	share->thread->stats.longest_wait = 0;
}

bool load_starvation(unsigned int seconds)
{
	bool stop = false, good = true;
	struct burster bursty = {&stop, BURST_US * NSEC_PER_USEC};
	struct burster normal_burster = {&stop, NORMAL_BURST_US * NSEC_PER_USEC};
	struct task *others[SHORT_THREADS];
	struct share shares[] = {
		{"hot", load_start("hot", load_hog, &stop), 0},
		{"normal", load_start("normal", run_bursts, &normal_burster), 0},
	};
	u64 start;

	for (int i = 0; i < SHORT_THREADS; i++)
		others[i] = load_start("short", run_bursts, &bursty);
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
		thread_join(others[i]);
	return good;
}
