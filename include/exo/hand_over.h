/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Blocking and naming who gets the CPU: for two sides that take
 * turns, one asking, one answering. There is no queue in it: whoever is to end
 * the wait knows the task, and has been told by data under a lock:
 *
 *	spin_lock(&lock);
 *	request->asks = current;
 *	while (!request->answered)
 *		hand_over(&lock, server, WAIT_FOREVER);
 *	spin_unlock(&lock);
 *
 * What is handed over is the rest of the turn that began when one of both was
 * last chosen from the queues. These are asked at its end, however often two
 * tasks hand the CPU to each other; nor does it go past a task of a better class.
 * Otherwise the one named is woken like any other.
 */
#ifndef EXO_HAND_OVER_H
#define EXO_HAND_OVER_H

#include <exo/spinlock.h>
#include <exo/types.h>
#include <exo/wait.h>

struct task;

/*
 * Let @lock go and block; @next runs meanwhile, if it is blocked and not NULL.
 * It is woken in any case. Returns with @lock held again, 0 after any wake-up,
 * also that by a signal; -EINTR when a signal was there before and it has not
 * blocked; -ETIMEDOUT when time_uptime_ns() has reached @deadline_ns, unless that
 * is WAIT_FOREVER. So who waits in a loop hears of every signal.
 *
 * @lock, the only one held, was taken by spin_lock(): nobody who takes it can
 * miss that the caller waits. May sleep otherwise.
 */
int hand_over(struct spinlock *lock, struct task *next, u64 deadline_ns);

/* Let @lock go without a look at who else wants to run: the caller blocks. */
static inline void spin_unlock_to_block(struct spinlock *lock)
{
	lock_debug_release(&lock->debug);
	preempt_enable_no_resched();
}

#endif
