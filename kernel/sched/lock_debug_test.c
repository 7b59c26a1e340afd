// SPDX-License-Identifier: GPL-2.0-only
/* Each breach is committed once, harmlessly, and must be reported once. */
#include <asm/irqflags.h>
#include <exo/ktest.h>
#include <exo/lock_debug.h>
#include <exo/mutex.h>
#include <exo/spinlock.h>
#include <exo/thread.h>
#include <exo/timer.h>

/* How many reports @run causes. */
static unsigned int reports_of(void (*run)(void))
{
	unsigned int before = lock_debug_reports();

	run();
	return lock_debug_reports() - before;
}

static struct spinlock a = SPINLOCK_INIT("test lock a");
static struct spinlock b = SPINLOCK_INIT("test lock b");
static struct spinlock c = SPINLOCK_INIT("test lock c");

static void take_both(struct spinlock *first, struct spinlock *second)
{
	spin_lock(first);
	spin_lock(second);
	spin_unlock(second);
	spin_unlock(first);
}

static void take_a_b(void)
{
	take_both(&a, &b);
}

static void take_b_c(void)
{
	take_both(&b, &c);
}

static void take_c_a(void)
{
	take_both(&c, &a);
}

KTEST(lock_debug, order_that_closes_a_cycle_is_reported_once)
{
	KTEST_EXPECT_EQ(t, reports_of(take_a_b), 0);
	KTEST_EXPECT_EQ(t, reports_of(take_b_c), 0);
	KTEST_EXPECT_EQ(t, reports_of(take_c_a), 1);
	KTEST_EXPECT_EQ(t, reports_of(take_c_a), 0);
}

static void let_go_what_is_free(void)
{
	struct spinlock lock = SPINLOCK_INIT("test lock free");

	preempt_disable();
	spin_unlock(&lock);
}

KTEST(lock_debug, letting_go_a_free_lock_is_reported)
{
	KTEST_EXPECT_EQ(t, reports_of(let_go_what_is_free), 1);
}

static struct mutex owned = MUTEX_INIT(owned, "test mutex owned");

static int release_owned(void *arg)
{
	(void)arg;
	lock_debug_release(&owned.debug);
	lock_debug_acquired(&owned.debug);
	lock_debug_release(&owned.debug);
	return 0;
}

static void let_go_by_another(void)
{
	struct task *thread;

	mutex_lock(&owned);
	thread = thread_create("other", release_owned, NULL);
	if (thread)
		thread_join(thread);
	lock_debug_acquired(&owned.debug);
	mutex_unlock(&owned);
}

KTEST(lock_debug, letting_go_another_threads_lock_is_reported)
{
	KTEST_EXPECT_EQ(t, reports_of(let_go_by_another), 1);
	KTEST_EXPECT_EQ(t, mutex_owner(&owned), NULL);
}

static void take_twice(void)
{
	struct spinlock lock = SPINLOCK_INIT("test lock twice");

	spin_lock(&lock);
	lock_debug_attempt(&lock.debug, LOCK_SPIN);
	spin_unlock(&lock);
}

KTEST(lock_debug, taking_a_held_lock_again_is_reported)
{
	KTEST_EXPECT_EQ(t, reports_of(take_twice), 1);
}

static struct mutex slept_on = MUTEX_INIT(slept_on, "test mutex slept on");

static void sleep_under_spinlock(void)
{
	spin_lock(&a);
	lock_debug_attempt(&slept_on.debug, LOCK_SLEEP);
	spin_unlock(&a);
}

static void sleep_with_interrupts_off(void)
{
	irq_disable();
	lock_debug_attempt(&slept_on.debug, LOCK_SLEEP);
	irq_enable();
}

KTEST(lock_debug, sleeping_in_atomic_context_is_reported)
{
	KTEST_EXPECT_EQ(t, reports_of(sleep_under_spinlock), 1);
	KTEST_EXPECT_EQ(t, reports_of(sleep_with_interrupts_off), 1);
}

static struct spinlock shared = SPINLOCK_INIT("test lock shared");

static void take_in_timer(struct timer *timer)
{
	unsigned long flags = spin_lock_irqsave(&shared);

	(void)timer;
	spin_unlock_irqrestore(&shared, flags);
}

static void take_with_interrupts_on(void)
{
	spin_lock(&shared);
	spin_unlock(&shared);
}

static void take_in_interrupt(void)
{
	struct timer timer;

	timer_init(&timer, take_in_timer);
	timer_start(&timer, 0);
	thread_sleep_ms(30);
	timer_cancel(&timer);
}

KTEST(lock_debug, interrupt_lock_held_with_interrupts_on_is_reported)
{
	KTEST_EXPECT_EQ(t, reports_of(take_in_interrupt), 0);
	KTEST_EXPECT_EQ(t, reports_of(take_with_interrupts_on), 1);
	KTEST_EXPECT_EQ(t, reports_of(take_with_interrupts_on), 0);
}
