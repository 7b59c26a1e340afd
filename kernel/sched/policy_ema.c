// SPDX-License-Identifier: GPL-2.0-only
/*
 * The three-queue EMA scheduler: who uses the CPU in short bursts runs first.
 *
 * A burst is the CPU time of a task since it last blocked; being preempted or
 * yielding does not end it. The average of a task's bursts, or the burst under
 * way when that is longer already, decides its queue:
 *
 *	COLD	below SCHED_NORMAL_US	mostly waits; runs first
 *	NORMAL	below SCHED_HOT_US
 *	HOT	the rest		mostly computes; runs last
 *
 * So a task that computes sinks to HOT within one burst, and one that waits
 * rises as its average falls.
 *
 * No class starves. One that has waited for nearly half of the bound while
 * better ones ran is owed a sixteenth of that time: it gets the CPU, and is not
 * preempted, until it has had it, in several bursts if need be. That is a share
 * of more than 5 %, even for both lower classes at once, and leaves half of the
 * bound for the tick that notices and the other class's turn.
 */
#include <exo/console.h>

#include "ema.h"
#include "policy.h"

enum {
	SHARE_SHIFT = 4, /* 1/16 of the time waited */
	DEBT_MIN_US = 500, /* less is not worth a switch */
	DEBT_MAX_SHIFT = 2, /* at most 1/4 of the time after which it is owed */
	BOUND_US = CONFIG_SCHED_STARVATION_MS * 1000,
};

static u64 normal_threshold, hot_threshold;
static u64 starved_after, debt_min;

void policy_init(void)
{
	normal_threshold = sched_clock_from_us(CONFIG_SCHED_NORMAL_US);
	hot_threshold = sched_clock_from_us(CONFIG_SCHED_HOT_US);
	starved_after = sched_clock_from_us(
		max(BOUND_US / 4, BOUND_US / 2 - 1000000 / CONFIG_HZ));
	debt_min = sched_clock_from_us(DEBT_MIN_US);
}

void policy_print(void)
{
	console_printf("three queues by average burst, quantum %d ms, weight "
		       "of the last burst 1/%d\n",
		       CONFIG_SCHED_QUANTUM_MS, 1 << CONFIG_SCHED_EMA_SHIFT);
	console_printf("normal from %d us, hot from %d us, longest wait of a "
		       "class %d ms\n",
		       CONFIG_SCHED_NORMAL_US, CONFIG_SCHED_HOT_US,
		       CONFIG_SCHED_STARVATION_MS);
}

static void classify(struct task *task, u64 length)
{
	if (length < normal_threshold) {
		task->class = SCHED_COLD;
		task->sinks_at = normal_threshold;
	} else if (length < hot_threshold) {
		task->class = SCHED_NORMAL;
		task->sinks_at = hot_threshold;
	} else {
		task->class = SCHED_HOT;
		task->sinks_at = ~0ULL;
	}
}

void policy_task_created(struct task *task)
{
	task->ema = EMA_UNSET;
	classify(task, 0);
}

void policy_burst_ended(struct task *task)
{
	task->ema = ema_update(task->ema, task->burst, CONFIG_SCHED_EMA_SHIFT);
	classify(task, ema_value(task->ema));
}

void policy_burst_grew(struct task *task)
{
	classify(task, max(ema_value(task->ema), task->burst));
}

/*
 * Since when a class that is not empty has waited: it last had the CPU then,
 * or its first task has come since.
 */
static u64 waiting_since(const struct run_queue *rq, unsigned int class)
{
	return max(rq->served_at[class], queue_first(rq, class)->queued_at);
}

/* What a class that waits is owed; 0: it can wait on. */
static u64 debt(const struct run_queue *rq, unsigned int class, u64 now)
{
	u64 waited = now - waiting_since(rq, class);
	u64 owed = rq->owed[class];

	if (waited >= starved_after)
		owed += waited >> SHARE_SHIFT;
	return owed < debt_min ? 0 : min(owed, starved_after >> DEBT_MAX_SHIFT);
}

/* Who of those worse than @best is owed the most; @best if nobody is. */
static enum sched_class find_starved(const struct run_queue *rq,
				     enum sched_class best, u64 now)
{
	enum sched_class starved = best;
	u64 most = 0;

	for (unsigned int c = best + 1; c < SCHED_CLASSES; c++) {
		u64 owed = queue_empty(rq, c) ? 0 : debt(rq, c, now);

		if (owed <= most)
			continue;
		most = owed;
		starved = c;
	}
	return starved;
}

enum sched_class policy_choose(struct run_queue *rq, enum sched_class best,
			       u64 now)
{
	enum sched_class starved = find_starved(rq, best, now);

	if (starved != best) {
		rq->owed[starved] = debt(rq, starved, now);
		rq->protected_class = (u8)starved;
		rq->protected_from = now;
		rq->protected_until = now + rq->owed[starved];
		sched_check_at(rq, rq->protected_until);
	}
	return starved;
}

void policy_protection_ends(struct run_queue *rq, u64 now)
{
	u64 *owed = &rq->owed[rq->protected_class];

	*owed -= min(*owed, now - rq->protected_from);
	rq->protected_until = 0;
}

bool policy_preempts(const struct run_queue *rq, enum sched_class queue,
		     u64 now)
{
	return queue < current->queue && now >= rq->protected_until;
}

bool policy_tick(const struct run_queue *rq, u64 now)
{
	if (now < rq->protected_until)
		return false;
	for (unsigned int c = 0; c < current->queue; c++) {
		if (!queue_empty(rq, c))
			return true;
	}
	return find_starved(rq, current->queue, now) != current->queue;
}
