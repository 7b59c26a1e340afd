// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat: counters since start-up (proc_stat(5)), times in hundredths of a second.
 *
 * Time that neither the idle task nor programs used is the system's. An interrupt's time
 * belongs to who was interrupted; nobody waits for disks, and there are no
 * software interrupts.
 */
#include <exo/irq.h>
#include <exo/local_vector.h>
#include <exo/proc_file.h>
#include <exo/sched_totals.h>
#include <exo/time.h>

enum {
	USER_HZ = 100, /* what programs take the unit of times to be */
};

#define USER_TICK_NS (NSEC_PER_SEC / USER_HZ)

/* user nice system idle iowait irq softirq steal guest guest_nice */
static void print_cpu(struct text_buffer *text, const char *name,
		      const struct sched_totals *totals, u64 now_ns)
{
	const u64 system_ns = now_ns - totals->idle_ns - totals->user_ns;

	text_printf(text, "%s %llu 0 %llu %llu 0 0 0 0 0 0\n", name,
		    (unsigned long long)(totals->user_ns / USER_TICK_NS),
		    (unsigned long long)(system_ns / USER_TICK_NS),
		    (unsigned long long)(totals->idle_ns / USER_TICK_NS));
}

static u64 sum_interrupts(void)
{
	struct irq_statistics stats;
	u64 sum = 0, count;

	for (unsigned int line = 0; irq_statistics(line, &stats); line++)
		sum += stats.count;
	for (unsigned int i = 0; local_vector_number(i, &count); i++)
		sum += count;
	return sum;
}

/* All of them, then those of each line. */
static void print_interrupts(struct text_buffer *text)
{
	struct irq_statistics stats;

	text_printf(text, "intr %llu", (unsigned long long)sum_interrupts());
	for (unsigned int line = 0; irq_statistics(line, &stats); line++)
		text_printf(text, " %llu", (unsigned long long)stats.count);
	text_append(text, "\n", 1);
}

static int show_stat(struct text_buffer *text)
{
	struct sched_totals totals;
	u64 now_ns, real_ns;

	sched_totals(&totals);
	now_ns = time_uptime_ns(); /* later, so no less than its parts */
	real_ns = time_real_ns();
	print_cpu(text, "cpu ", &totals, now_ns);
	print_cpu(text, "cpu0", &totals, now_ns);
	print_interrupts(text);
	text_printf(text,
		    "ctxt %llu\nbtime %llu\nprocesses %u\nprocs_running %u\n"
		    "procs_blocked 0\n",
		    (unsigned long long)totals.switches,
		    (unsigned long long)((real_ns - now_ns) / NSEC_PER_SEC),
		    totals.created, totals.runnable);
	return 0;
}
PROC_FILE(stat) = {.path = "stat", .show = show_stat};
