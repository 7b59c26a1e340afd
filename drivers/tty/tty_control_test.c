// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>
#include <uapi/signal.h>

#include "test_tty.h"

/* A break of some hours. */
static int send_break(void *file)
{
	return (int)file_control(file, TCSBRKP, 100000);
}

KTEST(tty_control, a_break_keeps_nobody_out_and_ends_by_a_signal)
{
	struct task *thread;
	struct file *file;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	thread = thread_create("breaker", send_break, file);
	KTEST_ASSERT(t, thread);
	while (!READ_ONCE(test_tty_break))
		thread_sleep_ms(1);
	KTEST_EXPECT_EQ(t, test_tty_write(file, "x"), 1);
	task_raise_signal(thread, SIGTERM);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	KTEST_EXPECT(t, !test_tty_break);
	file_put(file);
}
