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
 * No class starves. While one waits it is owed a sixteenth of the time, less
 * what it gets all the same. Once it is owed as much as nearly half of the
 * bound brings, it gets the CPU, and is not preempted, until the debt is paid,
 * in several bursts if need be. That is a share of more than 5 %, even for both
 * lower classes at once, and leaves half of the bound for the tick that notices
 * and the other class's turn. Counting the CPU time, not the turns, makes it
 * hold for those who are always preempted before they get anywhere.
 */
#include <exo/console.h>
#include <exo/ema.h>

#include "policy.h"

enum {
	SHARE_SHIFT = 4, /* 1/16 of the time waited */
	DEBT_MIN_US = 500, /* less is not worth a switch */
	DEBT_MAX = 4, /* times what is due */
	BOUND_US = CONFIG_SCHED_STARVATION_MS * 1000,
};

static u64 normal_threshold, hot_threshold;
static u64 debt_due, debt_min, debt_max;

void policy_init(void)
{
	normal_threshold = sched_clock_from_us(CONFIG_SCHED_NORMAL_US);
	hot_threshold = sched_clock_from_us(CONFIG_SCHED_HOT_US);
	debt_due = sched_clock_from_us(max(
			   BOUND_US / 4, BOUND_US / 2 - 1000000 / CONFIG_HZ)) >>
		   SHARE_SHIFT;
	debt_max = debt_due * DEBT_MAX;
	debt_min = min(debt_due, sched_clock_from_us(DEBT_MIN_US));
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

void policy_burst_ended(struct task *task, u64 burst)
{
	task->ema = ema_update(task->ema, burst, CONFIG_SCHED_EMA_SHIFT);
	classify(task, ema_value(task->ema));
}

void policy_burst_grew(struct task *task)
{
	classify(task, max(ema_value(task->ema), task->burst));
}

/* Take off the debt what the class has had, and begin to count anew. */
static void pay(struct run_queue *rq, unsigned int class, u64 now)
{
	struct sched_debt *debt = &rq->debts[class];
	u64 spent = rq->used[class] - debt->seen_used;

	debt->owed -= min(debt->owed, spent);
	debt->seen_used = rq->used[class];
	debt->seen_at = now;
}

void policy_class_arrives(struct run_queue *rq, enum sched_class class, u64 now)
{
	pay(rq, class, now);
}

/* Bring the debt to a class that has been there up to date. */
static struct sched_debt *settle(struct run_queue *rq, unsigned int class,
				 u64 now)
{
	struct sched_debt *debt = &rq->debts[class];

	debt->owed += (now - debt->seen_at) >> SHARE_SHIFT;
	pay(rq, class, now);
	debt->owed = min(debt->owed, debt_max);
	if (debt->owed >= debt_due)
		debt->repaying = true;
	else if (debt->owed < debt_min)
		debt->repaying = false;
	return debt;
}

/* Who of those worse than @best must have the CPU now; @best if nobody. */
static enum sched_class find_starved(struct run_queue *rq,
				     enum sched_class best, u64 now)
{
	enum sched_class starved = best;
	u64 most = 0;

	for (unsigned int c = best + 1; c < SCHED_CLASSES; c++) {
		const struct sched_debt *debt;

		if (queue_empty(rq, c))
			continue;
		debt = settle(rq, c, now);
		if (!debt->repaying || debt->owed <= most)
			continue;
		most = debt->owed;
		starved = c;
	}
	return starved;
}

enum sched_class policy_choose(struct run_queue *rq, enum sched_class best,
			       u64 now)
{
	enum sched_class starved = find_starved(rq, best, now);

	if (starved != best) {
		rq->protected_class = (u8)starved;
		rq->protected_until = now + rq->debts[starved].owed;
		rq->turn_granted = true;
		sched_check_at(rq, rq->protected_until);
	}
	return starved;
}

static bool is_protected(const struct run_queue *rq, u64 now)
{
	return now < rq->protected_until && rq->picked == rq->protected_class;
}

bool policy_turn_was_granted(struct run_queue *rq)
{
	bool granted = rq->turn_granted && rq->picked == rq->protected_class;

	if (granted)
		rq->turn_granted = false;
	return granted;
}

bool policy_preempts(const struct run_queue *rq, enum sched_class queue,
		     u64 now)
{
	return queue < current->queue && !is_protected(rq, now);
}

bool policy_tick(struct run_queue *rq, u64 now)
{
	if (is_protected(rq, now))
		return false;
	for (unsigned int c = 0; c < current->queue; c++) {
		if (!queue_empty(rq, c))
			return true;
	}
	return find_starved(rq, current->queue, now) != current->queue;
}
