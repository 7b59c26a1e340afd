// SPDX-License-Identifier: GPL-2.0-only
/*
 * The soft-lockup watchdog: a thread that keeps the CPU, by preemption being
 * off, although another should run. Ticks still come, and count how often in a
 * row they find that the switch which the one before them saw wanted has not
 * happened. A lock-up is reported once, with the call trace of who is to blame.
 */
#define pr_fmt(fmt) "watchdog: " fmt

#include <exo/backtrace.h>
#include <exo/boot_option.h>
#include <exo/kstrto.h>
#include <exo/printk.h>
#include <exo/task.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	THRESHOLD_MAX = 60
};

static unsigned int threshold = 10; /* seconds; 0: off */
static unsigned int ticks_in_row;

/* As the last tick left it. */
static bool was_wanted;
static const struct task *was_current;
static u64 switches_to_current;

static int parse_threshold(const char *value)
{
	unsigned int seconds;
	int err = kstrtouint(value, 10, &seconds);

	if (err)
		return err;
	if (seconds > THRESHOLD_MAX)
		return -ERANGE;
	threshold = seconds;
	return 0;
}
BOOT_OPTION("watchdog_thresh=", parse_threshold,
	    "seconds, 0-60: a thread that keeps the CPU for twice as long is "
	    "reported; 0 never");

/* Has the current task had the CPU since the last tick, though another should? */
static bool cpu_is_kept(bool wanted)
{
	bool kept = was_wanted && wanted && current == was_current &&
		    current->stats.switches == switches_to_current;

	was_wanted = wanted;
	was_current = current;
	switches_to_current = current->stats.switches;
	return kept;
}

void softlockup_tick(bool wanted)
{
	if (!cpu_is_kept(wanted)) {
		ticks_in_row = 0;
		return;
	}
	if (++ticks_in_row != 2 * threshold * CONFIG_HZ || !threshold)
		return;
	pr_emerg("soft lockup: %s (thread %u) keeps the CPU for %u seconds\n",
		 current->name, current->id, 2 * threshold);
	backtrace_print(LOG_EMERG);
}
