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
 * Nobody starves. A class that has waited for STARVATION / 2 while better ones
 * ran gets the CPU for a sixteenth of the time it waited, and may not be
 * preempted before: that is a share of more than 5 %, even for both lower
 * classes at once, and leaves half of the bound for ticks and for the other
 * class's turn.
 */
#include "policy.h"

#include "ema.h"

enum {
	GRANT_SHIFT = 4, /* 1/16 of the time waited */
	GRANT_MIN_US = 250,
};

static u64 normal_threshold, hot_threshold;
static u64 starved_after, grant_min;

void policy_init(void)
{
	normal_threshold = sched_clock_from_us(CONFIG_SCHED_NORMAL_US);
	hot_threshold = sched_clock_from_us(CONFIG_SCHED_HOT_US);
	starved_after = sched_clock_from_us(CONFIG_SCHED_STARVATION_MS * 500UL);
	grant_min = sched_clock_from_us(GRANT_MIN_US);
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

/* Who of those worse than @best has waited too long, the longest; or @best. */
static enum sched_class find_starved(const struct run_queue *rq,
				     enum sched_class best, u64 now)
{
	enum sched_class starved = best;
	u64 longest = starved_after;

	for (unsigned int c = best + 1; c < SCHED_CLASSES; c++) {
		u64 waited;

		if (queue_empty(rq, c))
			continue;
		waited = now - waiting_since(rq, c);
		if (waited < longest)
			continue;
		longest = waited;
		starved = c;
	}
	return starved;
}

enum sched_class policy_choose(struct run_queue *rq, enum sched_class best,
			       u64 now)
{
	enum sched_class starved = find_starved(rq, best, now);
	u64 grant;

	if (starved != best) {
		grant = (now - waiting_since(rq, starved)) >> GRANT_SHIFT;
		rq->protected_until = now + max(grant, grant_min);
	}
	return starved;
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
