// SPDX-License-Identifier: GPL-2.0-only
#include <exo/completion.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <exo/time.h>

KTEST(completion, wait_after_the_event_returns_at_once)
{
	struct completion done;

	completion_init(&done);
	KTEST_EXPECT(t, !completion_done(&done));
	complete(&done);
	complete(&done);
	KTEST_EXPECT(t, completion_done(&done));
	completion_wait(&done);
	KTEST_EXPECT(t, completion_wait_until(&done, 0));
}

KTEST(completion, wait_has_a_deadline)
{
	struct completion done;

	completion_init(&done);
	KTEST_EXPECT(t, !completion_wait_until(&done, time_uptime_ns() +
							      NSEC_PER_MSEC));
	KTEST_EXPECT(t, !completion_wait_until(&done, 0));
}

static int complete_later(void *arg)
{
	thread_sleep_ms(10);
	complete(arg);
	return 0;
}

KTEST(completion, waiter_goes_on_when_it_happens)
{
	struct completion done;
	struct task *thread;

	completion_init(&done);
	thread = thread_create("completer", complete_later, &done);
	KTEST_ASSERT(t, thread);
	completion_wait(&done);
	KTEST_EXPECT(t, completion_done(&done));
	thread_join(thread);
}
