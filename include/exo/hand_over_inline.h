/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. <exo/hand_over.h> for where some forty instructions count: the
 * switch is inlined, so that registers are saved once, by the function it stands
 * in. The case that both are COLD, and the turn is not over, is decided here;
 * the others are left to core.c.
 */
#ifndef EXO_HAND_OVER_INLINE_H
#define EXO_HAND_OVER_INLINE_H

#include <exo/compiler.h>
#include <exo/run_queue.h>
#include <exo/spinlock.h>
#include <exo/task_signal.h>

/* Let @lock, taken by spin_lock_irq(), go to block; and take it again after. */
static inline void spin_unlock_irq_to_block(struct spinlock *lock)
{
	lock_debug_release(&lock->debug);
}

static inline void spin_relock_irq(struct spinlock *lock)
{
	lock_debug_attempt(&lock->debug, LOCK_SPIN);
	lock_debug_acquired(&lock->debug);
}

/*
 * core.c: the running task is blocked, its burst ended. Wake @next, unless it is
 * NULL, and give up the CPU, to it if the order allows. Interrupts off.
 */
void sched_block_and_wake(struct task *next);

/*
 * Block @self, which is the running task, and let @next run. Returns when @self
 * has been woken. Interrupts are off before and after, preemption is allowed.
 */
static __always_inline void sched_hand_over(struct task *self,
					    struct task *next)
{
	struct run_queue *rq = this_run_queue();

	assert_irqs_off();
	sched_end_burst(rq, self);
	self->state = TASK_BLOCKED;
	if (likely(next->state == TASK_BLOCKED &&
		   sched_in_turn(rq, next, rq->clock) &&
		   (next->queue | rq->picked) == SCHED_COLD)) {
		next->state = TASK_RUNNABLE;
		sched_switch(self, next);
	} else {
		sched_block_and_wake(next);
	}
}

/*
 * Put @self, which is the running task, back at the head of its queue and let
 * @next run, which is woken in any case. As sched_hand_over().
 */
static __always_inline void sched_run_instead(struct task *self,
					      struct task *next)
{
	struct run_queue *rq = this_run_queue();

	assert_irqs_off();
	if (likely(next->state == TASK_BLOCKED &&
		   sched_in_turn(rq, next, rq->clock) &&
		   (next->queue | self->queue | rq->picked) == SCHED_COLD)) {
		self->burst += sched_take_used(rq);
		self->queued_at = rq->clock;
		list_add(&self->run_node, &rq->queues[SCHED_COLD]);
		next->state = TASK_RUNNABLE;
		sched_switch(self, next);
	} else {
		task_wake(next);
	}
}

/*
 * hand_over() for who took @lock by spin_lock_irq() and waits without limit. When
 * @self has a signal it returns at once. @next is not NULL; block_irq() is for
 * who knows of none.
 */
static __always_inline void hand_over_irq(struct spinlock *lock,
					  struct task *self, struct task *next)
{
	if (unlikely(task_signal_pending(self))) {
		task_wake(next);
		return;
	}
	self->interruptible = true;
	spin_unlock_irq_to_block(lock);
	sched_hand_over(self, next);
	spin_relock_irq(lock);
	current->interruptible = false;
}

static __always_inline void block_irq(struct spinlock *lock, struct task *self)
{
	if (unlikely(task_signal_pending(self)))
		return;
	self->interruptible = true;
	spin_unlock_irq_to_block(lock);
	sched_end_burst(this_run_queue(), self);
	self->state = TASK_BLOCKED;
	sched_block_and_wake(NULL);
	spin_relock_irq(lock);
	current->interruptible = false;
}

#endif
