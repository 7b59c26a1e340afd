// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three threads that show preemption at work: each computes without ever
 * giving up the CPU of its own will, and prints a character of its alphabet
 * now and then. The lines come out interleaved.
 */
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/errno.h>

enum {
	ROUNDS = 10,
	ROUND_MS = 20, /* of computing between two characters */
};

struct demo {
	const char *name;
	const char *alphabet;
};

static const struct demo demos[] = {
	{"counter", "0123456789"},
	{"letters", "ABCDEFGHIJ"},
	{"symbols", "!\"#$%&'()*"},
};

static void compute_ms(u64 ms)
{
	u64 end = time_uptime_ns() + ms * NSEC_PER_MSEC;

	while (time_uptime_ns() < end)
		cpu_relax();
}

static int demo_run(void *arg)
{
	const struct demo *demo = arg;

	for (int i = 0; i < ROUNDS; i++) {
		pr_info("demo %s: %c\n", demo->name, demo->alphabet[i]);
		compute_ms(ROUND_MS);
	}
	return 0;
}

static int demo_start(void)
{
	if (!time_event_name())
		return -ENODEV; /* without ticks nobody is preempted */
	for (size_t i = 0; i < ARRAY_SIZE(demos); i++) {
		struct task *thread = thread_create(demos[i].name, demo_run,
						    (void *)&demos[i]);

		if (!thread)
			return -ENOMEM;
		thread_detach(thread);
	}
	return 0;
}
INITCALL(late, demo_start);
