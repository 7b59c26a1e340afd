/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Locks for short sections that never sleep, allocate or print
 * at length. A lock that an interrupt handler takes too is taken with
 * spin_lock_irqsave() everywhere else.
 *
 *	static struct spinlock lock = SPINLOCK_INIT("frames");
 *
 * With one CPU, keeping the CPU is all a lock needs to do. CONFIG_LOCK_DEBUG
 * adds the lock word and checks who takes it, in which order and context.
 */
#ifndef EXO_SPINLOCK_H
#define EXO_SPINLOCK_H

#include <asm/irqflags.h>
#include <exo/lock_debug.h>
#include <exo/preempt.h>

struct spinlock {
	struct lock_debug debug;
};

#define SPINLOCK_INIT(lock_name)                     \
	{                                            \
		.debug = LOCK_DEBUG_INIT(lock_name), \
	}

/* Make an unlocked lock; @lock_name is kept and names the lock's class. */
static inline void spin_init(struct spinlock *lock, const char *lock_name)
{
	lock_debug_init(&lock->debug, lock_name);
}

static inline void spin_lock(struct spinlock *lock)
{
	preempt_disable();
	lock_debug_attempt(&lock->debug, LOCK_SPIN);
	lock_debug_acquired(&lock->debug);
}

static inline void spin_unlock(struct spinlock *lock)
{
	lock_debug_release(&lock->debug);
	preempt_enable();
}

/* With interrupts off too; give the result to spin_unlock_irqrestore(). */
static inline unsigned long spin_lock_irqsave(struct spinlock *lock)
{
	unsigned long flags = irq_save();

	preempt_disable();
	lock_debug_attempt(&lock->debug, LOCK_SPIN);
	lock_debug_acquired(&lock->debug);
	return flags;
}

static inline void spin_unlock_irqrestore(struct spinlock *lock,
					  unsigned long flags)
{
	lock_debug_release(&lock->debug);
	if (flags & RFLAGS_IF) {
		irq_enable();
		preempt_enable();
	} else {
		preempt_enable_no_resched();
	}
}

/* Interrupts on again, and let who was woken meanwhile run, if that is due. */
static inline void irq_enable_and_yield(void)
{
	irq_enable();
	if (unlikely(preempt_is_due()))
		preempt_schedule();
}

/*
 * For who has interrupts on, in a section so short that they may as well be off:
 * that alone keeps the CPU, at less cost.
 */
static inline void spin_lock_irq(struct spinlock *lock)
{
	irq_disable();
	lock_debug_attempt(&lock->debug, LOCK_SPIN);
	lock_debug_acquired(&lock->debug);
}

static inline void spin_unlock_irq(struct spinlock *lock)
{
	lock_debug_release(&lock->debug);
	irq_enable_and_yield();
}

/* The caller holds @lock; checked under CONFIG_LOCK_DEBUG. */
static inline void assert_locked(const struct spinlock *lock)
{
	lock_debug_assert_held(&lock->debug);
}

#endif
