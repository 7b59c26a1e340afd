// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue of deferred work. Interrupts are off, so that nobody else runs
 * what is queued here.
 */
#include <asm/irqflags.h>
#include <exo/deferred_work.h>
#include <exo/ktest.h>

static unsigned int calls;
static struct deferred_work *order[8];

static void note(struct deferred_work *work)
{
	if (calls < ARRAY_SIZE(order))
		order[calls] = work;
	calls++;
}

static void queue_again(struct deferred_work *work)
{
	note(work);
	deferred_work_queue(work);
}

/* Whatever drivers left behind must not be counted here. */
static void begin(void)
{
	irq_disable();
	while (deferred_work_run(16))
		;
	calls = 0;
}

KTEST(deferred_work, is_done_once_and_in_order)
{
	DEFERRED_WORK(first, note);
	DEFERRED_WORK(second, note);

	begin();
	KTEST_EXPECT(t, !deferred_work_waiting());
	KTEST_EXPECT(t, deferred_work_queue(&first));
	KTEST_EXPECT(t, deferred_work_queue(&second));
	KTEST_EXPECT(t, !deferred_work_queue(&first));
	KTEST_EXPECT(t, deferred_work_waiting());
	KTEST_EXPECT_EQ(t, deferred_work_run(16), 2);
	KTEST_EXPECT_EQ(t, deferred_work_run(16), 0);
	KTEST_EXPECT_EQ(t, order[0], &first);
	KTEST_EXPECT_EQ(t, order[1], &second);
	irq_enable();
}

KTEST(deferred_work, bound_holds_for_work_that_queues_itself)
{
	struct deferred_work work, other;

	deferred_work_init(&work, queue_again);
	deferred_work_init(&other, note);
	begin();
	deferred_work_queue(&work);
	deferred_work_queue(&other);
	KTEST_EXPECT_EQ(t, deferred_work_run(3), 3);
	KTEST_EXPECT_EQ(t, order[1], &other);
	KTEST_EXPECT_EQ(t, order[2], &work);
	KTEST_EXPECT_EQ(t, deferred_work_run(5), 5);
	KTEST_EXPECT_EQ(t, calls, 8);
	KTEST_EXPECT(t, deferred_work_cancel(&work));
	KTEST_EXPECT(t, !deferred_work_waiting());
	irq_enable();
}

KTEST(deferred_work, cancelled_work_is_not_done)
{
	DEFERRED_WORK(first, note);
	DEFERRED_WORK(second, note);

	begin();
	KTEST_EXPECT(t, !deferred_work_cancel(&first));
	deferred_work_queue(&first);
	deferred_work_queue(&second);
	KTEST_EXPECT(t, deferred_work_cancel(&first));
	KTEST_EXPECT_EQ(t, deferred_work_run(16), 1);
	KTEST_EXPECT_EQ(t, order[0], &second);
	KTEST_EXPECT(t, deferred_work_queue(&first));
	KTEST_EXPECT_EQ(t, deferred_work_run(0), 0);
	KTEST_EXPECT_EQ(t, deferred_work_run(16), 1);
	irq_enable();
}
