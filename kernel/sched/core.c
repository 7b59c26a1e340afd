// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scheduler's core: the queues of tasks that are ready, the switch between
 * them, and who may ask for one. Which task is next is the policy's question,
 * policy.h.
 *
 * A switch happens when the running task blocks, exits or yields, and when it
 * is preempted: a tick or a wake-up finds that another should run, clears the
 * PREEMPT_NOT_WANTED bit, and the switch follows where the last preempt_enable()
 * or the interrupt's end finds the preemption count at 0. Interrupts are off
 * from the choice of the next task until it has begun to run.
 *
 * A task whose turn is over goes to the end of its queue; one that was
 * preempted during it keeps the head and the rest of its turn.
 */
#include <asm/irqflags.h>
#include <exo/compiler.h>
#include <exo/hand_over_inline.h>
#include <exo/panic.h>
#include <exo/sched.h>
#include <exo/thread.h>
#include <exo/time.h>

#include "internal.h"
#include "policy.h"

enum {
	QUANTUM_US = CONFIG_SCHED_QUANTUM_MS * 1000
};

#define TICK_US (1000000UL / CONFIG_HZ)

static struct run_queue boot_run_queue;

/* Let another task run as soon as preemption is allowed. Interrupts off. */
static void preempt_want(void)
{
	percpu.preempt_count &= ~PREEMPT_NOT_WANTED;
}

/* Bring the running task's burst up to date. */
static u64 account(struct run_queue *rq, struct task *task)
{
	u64 used = sched_take_used(rq);
	u64 now = rq->clock;

	task->burst += used;
	return now;
}

/*
 * The time of a change to the queues. For a task that is about to block it
 * stands still: the switch away counts from when the burst ended, and nothing
 * may have happened after that.
 */
static u64 queue_clock(const struct run_queue *rq)
{
	return likely(current->state == TASK_RUNNABLE) ? sched_clock()
						       : rq->clock;
}

static void set_queue(struct task *task)
{
	task->queue = min(task->class, task->inherited);
}

/* @task will be queued where it was not before. */
static void note_arrival(struct run_queue *rq, const struct task *task, u64 now)
{
	if (queue_empty(rq, task->queue) && task->queue != rq->picked)
		policy_class_arrives(rq, task->queue, now);
}

static __always_inline void enqueue(struct run_queue *rq, struct task *task,
				    u64 now, bool first)
{
	unsigned int class = task->queue;
	struct list_head *queue = &rq->queues[class];

	task->queued_at = now;
	if (first)
		list_add(&task->run_node, queue);
	else
		list_add_tail(&task->run_node, queue);
}

/* SCHED_CLASSES when all are empty. The policy is asked if there is a choice. */
static __always_inline unsigned int choose_queue(struct run_queue *rq, u64 now)
{
	if (!queue_empty(rq, SCHED_COLD)) {
		if (queue_empty(rq, SCHED_NORMAL) && queue_empty(rq, SCHED_HOT))
			return SCHED_COLD;
		return policy_choose(rq, SCHED_COLD, now);
	}
	if (!queue_empty(rq, SCHED_NORMAL)) {
		if (queue_empty(rq, SCHED_HOT))
			return SCHED_NORMAL;
		return policy_choose(rq, SCHED_NORMAL, now);
	}
	return queue_empty(rq, SCHED_HOT) ? SCHED_CLASSES : SCHED_HOT;
}

static __always_inline struct task *take_queued(struct run_queue *rq, u64 now)
{
	unsigned int class;
	struct task *task;

	class = choose_queue(rq, now);
	if (unlikely(class == SCHED_CLASSES))
		return rq->idle;
	task = queue_first(rq, class);
	list_unlink(&task->run_node);
	rq->turn_began = now;
	if (unlikely(now - task->queued_at > task->stats.longest_wait))
		task->stats.longest_wait = now - task->queued_at;
	return task;
}

/* Who was to be next goes the way of all others, from now on. */
static void queue_next(struct run_queue *rq, u64 now)
{
	struct task *task = rq->next;

	rq->next = NULL;
	enqueue(rq, task, now, false);
}

static __always_inline struct task *take_next(struct run_queue *rq, u64 now)
{
	struct task *task = rq->next;

	if (!task)
		return take_queued(rq, now);
	if (unlikely(!sched_may_pass(rq, task, now))) {
		queue_next(rq, now);
		return take_queued(rq, now);
	}
	rq->next = NULL;
	return task;
}

/*
 * Give the CPU to the next task. @prev has been queued, if it is to be. Inlined
 * into each way that leads here, so that registers are saved once.
 */
static __always_inline void switch_from(struct run_queue *rq, struct task *prev,
					u64 now)
{
	struct task *next;

	percpu.preempt_count = PREEMPT_NOT_WANTED;
	next = take_next(rq, now);
	rq->picked = next->queue;
	if (next == prev)
		return;
	sched_switch(prev, next);
}

/* Start the next quantum of @task. */
static void begin_turn(struct task *task)
{
	task->quantum_end = task->burst + task->quantum;
}

static __always_inline void check_burst(struct run_queue *rq, struct task *task)
{
	if (unlikely(task->burst >= task->sinks_at)) {
		policy_burst_grew(task);
		set_queue(task);
		note_arrival(rq, task, rq->clock);
	}
}

/*
 * @task was preempted. It keeps the head of its queue, unless its turn is over,
 * or was granted to it against the order, or it has sunk.
 */
static void put_back(struct run_queue *rq, struct task *task, u64 now)
{
	bool turn_over = task->burst >= task->quantum_end;
	bool granted = policy_turn_was_granted(rq);

	if (turn_over)
		begin_turn(task);
	check_burst(rq, task);
	task->stats.preemptions++;
	enqueue(rq, task, now,
		!turn_over && !granted && task->queue == rq->picked);
}

/* Interrupts are off. */
static void preempt_current(void)
{
	struct run_queue *rq = this_run_queue();
	struct task *prev = current;
	u64 now = account(rq, prev);

	if (prev != rq->idle)
		put_back(rq, prev, now);
	switch_from(rq, prev, now);
}

void preempt_schedule(void)
{
	/*
	 * Whoever has interrupts off is not switched away from; the next
	 * interrupt's end or preempt_enable() looks again.
	 */
	if (!irqs_enabled())
		return;
	irq_disable();
	if (percpu.preempt_count == 0)
		preempt_current();
	irq_enable();
}

void sched_interrupt_exit(void)
{
	if (unlikely(percpu.preempt_count == 0))
		preempt_current();
}

void thread_yield(void)
{
	struct run_queue *rq;
	struct task *prev;
	u64 now;

	ASSERT(!preempt_is_off());
	might_sleep();
	irq_disable();
	rq = this_run_queue();
	prev = current;
	now = account(rq, prev);
	check_burst(rq, prev);
	/* Its quantum goes on at the next turn. */
	enqueue(rq, prev, now, false);
	switch_from(rq, prev, now);
	irq_enable();
}

void sched_note_burst_slow(struct task *task, u64 burst)
{
	policy_burst_ended(task, burst);
	set_queue(task);
}

void sched_prepare_to_block(void)
{
	struct task *task = current;

	assert_irqs_off();
	sched_end_burst(this_run_queue(), task);
	task->state = TASK_BLOCKED;
}

/* The running task leaves the queues until it is woken, or for good. */
void sched_block(void)
{
	struct run_queue *rq = this_run_queue();
	struct task *prev = current;

	ASSERT(!preempt_is_off() && prev != rq->idle);
	assert_irqs_off();
	switch_from(rq, prev, rq->clock); /* read a moment ago */
}

void sched_block_and_wake(struct task *next)
{
	struct run_queue *rq = this_run_queue();

	assert_irqs_off();
	if (!next || next->state != TASK_BLOCKED ||
	    !sched_may_pass(rq, next, rq->clock)) {
		if (next)
			task_wake(next);
		sched_block();
		return;
	}
	next->state = TASK_RUNNABLE;
	note_arrival(rq, next, rq->clock);
	rq->picked = next->queue;
	sched_switch(current, next);
}

__noreturn void sched_exit(void)
{
	sched_prepare_to_block();
	current->state = TASK_DEAD;
	sched_bury(current);
	sched_block();
	panic("a dead task runs");
}

/* @next: it is to run as soon as the current task gives up the CPU. */
static __always_inline bool wake(struct task *task, bool next)
{
	unsigned long flags = irq_save();
	bool was_blocked = task->state == TASK_BLOCKED;

	if (was_blocked) {
		struct run_queue *rq = this_run_queue();
		u64 now = queue_clock(rq);

		task->state = TASK_RUNNABLE;
		note_arrival(rq, task, now);
		/* The idle task gives up the CPU to those in queues only. */
		if (next && !rq->next && current != rq->idle) {
			rq->next = task;
		} else {
			enqueue(rq, task, now, false);
			if (policy_preempts(rq, task->queue, now))
				preempt_want();
		}
	}
	if (flags & RFLAGS_IF) {
		irq_enable();
		if (unlikely(percpu.preempt_count == 0))
			preempt_schedule();
	}
	return was_blocked;
}

bool task_wake(struct task *task)
{
	return wake(task, false);
}

bool task_wake_next(struct task *task)
{
	return wake(task, true);
}

void sched_requeue(struct task *task)
{
	struct run_queue *rq = this_run_queue();
	bool queued = task != current && task != rq->next;
	u64 now = queue_clock(rq);

	assert_irqs_off();
	if (task->state != TASK_RUNNABLE) {
		set_queue(task);
		return;
	}
	if (queued)
		list_unlink(&task->run_node);
	set_queue(task);
	note_arrival(rq, task, now);
	if (queued)
		enqueue(rq, task, task->queued_at, false);
	else if (task == current && policy_tick(rq, now))
		preempt_want();
}

/* Should another task run? Interrupts are off. */
static void check_current(struct run_queue *rq)
{
	struct task *task = current;
	u64 now;

	if (rq->next)
		queue_next(rq, sched_clock());
	if (task == rq->idle)
		return;
	now = account(rq, task);
	check_burst(rq, task);
	if (task->burst >= task->quantum_end || policy_tick(rq, now))
		preempt_want();
}

static void check_now(struct timer *timer)
{
	check_current(container_of(timer, struct run_queue, check));
}

void sched_check_at(struct run_queue *rq, u64 time)
{
	u64 now = sched_clock();
	u64 ns = time > now ? sched_clock_to_ns(time - now) : 0;

	timer_start(&rq->check, time_uptime_ns() + ns);
}

/* Where a tick finds a task tells how its time divides, see <exo/sched.h>. */
static void sample_mode(struct run_queue *rq, struct task *task)
{
	if (percpu.interrupted_user) {
		task->user_ticks++;
		rq->user_ticks++;
	} else if (task != rq->idle) {
		task->system_ticks++;
		rq->system_ticks++;
	}
}

u64 sched_user_share(u64 time, u32 user_ticks, u32 system_ticks)
{
	const u64 ticks = (u64)user_ticks + system_ticks;

	if (!user_ticks)
		return 0;
	return time / ticks * user_ticks + time % ticks * user_ticks / ticks;
}

void sched_tick(void)
{
	struct run_queue *rq = this_run_queue();

	if (!rq)
		return;
	sample_mode(rq, current);
	check_current(rq);
	softlockup_tick(!(percpu.preempt_count & PREEMPT_NOT_WANTED));
}

/*
 * The quantum at @nice: 1.25 times longer for each step down. Ticks end it, so
 * it is half a tick short, lest the one that is nearly due be missed.
 */
static u64 quantum_of(int nice)
{
	u64 us = QUANTUM_US;

	for (; nice > 0; nice--)
		us = us * 4 / 5;
	for (; nice < 0; nice++)
		us = us * 5 / 4;
	return sched_clock_from_us(max(us, TICK_US) - TICK_US / 2);
}

int thread_set_nice(struct task *thread, int nice)
{
	if (nice < NICE_MIN || nice > NICE_MAX)
		return -EINVAL;
	thread->nice = (s8)nice;
	thread->quantum = quantum_of(nice);
	return 0;
}

void sched_print_policy(void)
{
	policy_print();
}

void sched_init_task(struct task *task)
{
	list_init(&task->run_node);
	task->state = TASK_BLOCKED;
	task->inherited = SCHED_CLASSES;
	task->quantum = quantum_of(0);
	begin_turn(task);
	policy_task_created(task);
	set_queue(task);
}

void sched_init(void)
{
	struct run_queue *rq = &boot_run_queue;

	policy_init();
	for (unsigned int c = 0; c < SCHED_CLASSES; c++)
		list_init(&rq->queues[c]);
	list_init(&rq->dead);
	timer_init(&rq->check, check_now);
	rq->clock = sched_clock();
	percpu.run_queue = rq;
	current = task_init();
	current->state = TASK_RUNNABLE;
	rq->idle = idle_create();
	rq->idle->state = TASK_RUNNABLE;
	rq->idle->queue = SCHED_CLASSES;
}
