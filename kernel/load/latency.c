// SPDX-License-Identifier: GPL-2.0-only
/*
 * How late a sleeping thread gets the CPU while others compute: eight hogs,
 * and one thread that sleeps 10 ms again and again.
 */
#include <exo/console.h>
#include <exo/kmalloc.h>
#include <exo/quantile.h>
#include <exo/thread.h>
#include <exo/time.h>

#include "internal.h"

enum {
	HOGS = 8,
	SLEEP_MS = 10,
};

static const u64 tick_ns = NSEC_PER_SEC / CONFIG_HZ;

static void print_latencies(u64 *samples, size_t nr)
{
	size_t within_tick = 0;

	sort_u64(samples, nr);
	while (within_tick < nr && samples[within_tick] <= tick_ns)
		within_tick++;
	console_printf("latency: %zu wake-ups, ns: p50 %lu p99 %lu max %lu, "
		       "within a tick %zu\n",
		       nr, sorted_quantile(samples, nr, 500),
		       sorted_quantile(samples, nr, 990), samples[nr - 1],
		       within_tick);
}

static void sample(u64 *samples, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		u64 deadline = time_uptime_ns() + SLEEP_MS * NSEC_PER_MSEC;

		thread_sleep_until(deadline);
		samples[i] = time_uptime_ns() - deadline;
	}
}

bool load_latency(unsigned int seconds)
{
	size_t nr = max(1U, seconds * 1000 / SLEEP_MS);
	u64 *samples = kcalloc(nr, sizeof(*samples));
	struct task *hogs[HOGS];
	bool stop = false;

	if (!samples)
		return false;
	for (int i = 0; i < HOGS; i++)
		hogs[i] = load_start("hog", load_hog, &stop);
	thread_sleep_ms(1000); /* the hogs become known for what they are */
	sample(samples, nr);
	WRITE_ONCE(stop, true);
	for (int i = 0; i < HOGS; i++)
		thread_join(hogs[i]);
	print_latencies(samples, nr);
	kfree(samples);
	return true;
}
