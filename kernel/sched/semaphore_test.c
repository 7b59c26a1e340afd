// SPDX-License-Identifier: GPL-2.0-only
#include <exo/completion.h>
#include <exo/ktest.h>
#include <exo/semaphore.h>
#include <exo/thread.h>

KTEST(semaphore, units_run_out_and_come_back)
{
	struct semaphore semaphore;

	semaphore_init(&semaphore, 2);
	KTEST_EXPECT(t, semaphore_try_down(&semaphore));
	semaphore_down(&semaphore);
	KTEST_EXPECT(t, !semaphore_try_down(&semaphore));
	KTEST_EXPECT(t, !semaphore_down_until(&semaphore, 0));
	semaphore_up(&semaphore);
	KTEST_EXPECT(t, semaphore_down_until(&semaphore, 0));
}

struct pool {
	struct completion start;
	struct semaphore units;
	unsigned int inside, most;
};

static int use_pool(void *arg)
{
	struct pool *pool = arg;

	completion_wait(&pool->start);
	for (int i = 0; i < 20; i++) {
		unsigned int inside;

		semaphore_down(&pool->units);
		inside = __atomic_add_fetch(&pool->inside, 1, __ATOMIC_RELAXED);
		if (inside > READ_ONCE(pool->most))
			WRITE_ONCE(pool->most, inside);
		thread_yield();
		__atomic_sub_fetch(&pool->inside, 1, __ATOMIC_RELAXED);
		semaphore_up(&pool->units);
	}
	return 0;
}

KTEST(semaphore, no_more_threads_enter_than_there_are_units)
{
	struct pool pool = {.inside = 0};
	struct task *threads[6];

	completion_init(&pool.start);
	semaphore_init(&pool.units, 3);
	for (int i = 0; i < 6; i++) {
		threads[i] = thread_create("user", use_pool, &pool);
		KTEST_ASSERT(t, threads[i]);
	}
	complete(&pool.start);
	for (int i = 0; i < 6; i++)
		thread_join(threads[i]);
	KTEST_EXPECT_EQ(t, pool.most, 3);
	KTEST_EXPECT_EQ(t, pool.units.count, 3);
}
