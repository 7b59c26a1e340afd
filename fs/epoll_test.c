// SPDX-License-Identifier: GPL-2.0-only
#include <exo/epoll.h>
#include <exo/eventfd.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/poll.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/wait.h>
#include <uapi/epoll.h>
#include <uapi/errno.h>
#include <uapi/eventfd.h>
#include <uapi/signal.h>

enum {
	MANY = 8,
	LATE = 1, /* a deadline that is past */
};

static struct epoll_event got[MANY];

static struct file *new_event(void)
{
	return eventfd_create(0, EFD_NONBLOCK);
}

static void raise(struct file *event)
{
	const u64 one = 1;
	struct io_iter from = io_iter_buffer(&one, sizeof(one));

	(void)file_write(event, &from);
}

static void lower(struct file *event)
{
	u64 count;
	struct io_iter to = io_iter_buffer(&count, sizeof(count));

	(void)file_read(event, &to);
}

static int control(struct file *epoll, int operation, struct file *target,
		   u32 events, u64 data)
{
	const struct epoll_event event = {events, data};

	return epoll_control(epoll, operation, target, 0, &event);
}

static int add(struct file *epoll, struct file *target, u32 events, u64 data)
{
	return control(epoll, EPOLL_CTL_ADD, target, events, data);
}

static int wait_for(struct file *epoll, int count, u64 deadline_ns)
{
	struct io_iter to = io_iter_buffer(got, sizeof(got));

	return epoll_wait(epoll, &to, count, deadline_ns);
}

static int look(struct file *epoll)
{
	return wait_for(epoll, MANY, 0);
}

KTEST(epoll, level_is_told_until_it_has_changed)
{
	struct file *epoll = epoll_create(), *event = new_event();

	KTEST_ASSERT(t, epoll && event);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN, 77), 0);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	raise(event);
	for (int i = 0; i < 2; i++) {
		KTEST_EXPECT_EQ(t, look(epoll), 1);
		KTEST_EXPECT_EQ(t, got[0].events, POLLIN);
		KTEST_EXPECT_EQ(t, got[0].data, 77);
	}
	lower(event);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	file_put(event);
	file_put(epoll);
}

KTEST(epoll, edge_is_told_once_for_each_change)
{
	struct file *epoll = epoll_create(), *event = new_event();

	KTEST_ASSERT(t, epoll && event);
	raise(event);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN | EPOLLET, 0), 0);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	raise(event);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	file_put(event);
	file_put(epoll);
}

KTEST(epoll, one_shot_is_told_once_until_it_is_armed_again)
{
	struct file *epoll = epoll_create(), *event = new_event();

	KTEST_ASSERT(t, epoll && event);
	raise(event);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN | EPOLLONESHOT, 0), 0);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	raise(event);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	KTEST_EXPECT_EQ(t,
			control(epoll, EPOLL_CTL_MOD, event,
				POLLIN | EPOLLONESHOT, 5),
			0);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	KTEST_EXPECT_EQ(t, got[0].data, 5);
	file_put(event);
	file_put(epoll);
}

KTEST(epoll, what_does_not_fit_comes_first_next_time)
{
	struct file *epoll = epoll_create(), *events[3];
	unsigned int told = 0;

	KTEST_ASSERT(t, epoll);
	for (u64 i = 0; i < 3; i++) {
		events[i] = new_event();
		KTEST_ASSERT(t, events[i]);
		raise(events[i]);
		KTEST_EXPECT_EQ(t, add(epoll, events[i], POLLIN, i), 0);
	}
	for (int i = 0; i < 3; i++) {
		KTEST_EXPECT_EQ(t, wait_for(epoll, 1, 0), 1);
		told |= 1U << got[0].data;
	}
	KTEST_EXPECT_EQ(t, told, 7);
	KTEST_EXPECT_EQ(t, look(epoll), 3);
	for (int i = 0; i < 3; i++)
		file_put(events[i]);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	file_put(epoll);
}

KTEST(epoll, what_cannot_be_stored_stays_ready)
{
	struct file *epoll = epoll_create(), *event = new_event();
	struct io_iter small = io_iter_buffer(got, sizeof(got[0]) - 1);

	KTEST_ASSERT(t, epoll && event);
	raise(event);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN | EPOLLET, 0), 0);
	KTEST_EXPECT_EQ(t, epoll_wait(epoll, &small, 1, 0), -EFAULT);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	file_put(event);
	file_put(epoll);
}

KTEST(epoll, control_tells_what_is_wrong)
{
	struct file *epoll = epoll_create(), *event = new_event();

	KTEST_ASSERT(t, epoll && event);
	KTEST_EXPECT_EQ(t, control(epoll, EPOLL_CTL_MOD, event, 0, 0), -ENOENT);
	KTEST_EXPECT_EQ(t, control(epoll, EPOLL_CTL_DEL, event, 0, 0), -ENOENT);
	KTEST_EXPECT_EQ(t, control(epoll, 4, event, 0, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, add(epoll, epoll, POLLIN, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, add(event, event, POLLIN, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN | EPOLLEXCLUSIVE, 0), 0);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN, 0), -EEXIST);
	KTEST_EXPECT_EQ(t, control(epoll, EPOLL_CTL_MOD, event, 0, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, control(epoll, EPOLL_CTL_DEL, event, 0, 0), 0);
	raise(event);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	file_put(event);
	file_put(epoll);
}

KTEST(epoll, a_file_that_goes_is_watched_no_longer)
{
	struct file *epoll = epoll_create(), *other = epoll_create();
	struct file *event = new_event();

	KTEST_ASSERT(t, epoll && other && event);
	raise(event);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, add(other, event, POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	file_put(event);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	KTEST_EXPECT_EQ(t, look(other), 0);
	file_put(epoll);
	file_put(other);
}

KTEST(epoll, an_epoll_that_goes_leaves_the_file_alone)
{
	struct file *epoll = epoll_create(), *event = new_event();

	KTEST_ASSERT(t, epoll && event);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLIN | EPOLLET, 0), 0);
	file_put(epoll);
	raise(event);
	KTEST_EXPECT_EQ(t, file_poll(event, NULL), POLLIN | POLLOUT);
	file_put(event);
}

KTEST(epoll, nested_is_ready_as_long_as_what_it_watches)
{
	struct file *outer = epoll_create(), *inner = epoll_create();
	struct file *event = new_event();

	KTEST_ASSERT(t, outer && inner && event);
	KTEST_EXPECT_EQ(t, add(inner, event, POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, add(outer, inner, POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, look(outer), 0);
	raise(event);
	KTEST_EXPECT_EQ(t, look(outer), 1);
	KTEST_EXPECT_EQ(t, look(outer), 1);
	lower(event);
	KTEST_EXPECT_EQ(t, look(outer), 0);
	file_put(inner);
	file_put(outer);
	file_put(event);
}

KTEST(epoll, circles_are_refused)
{
	struct file *epolls[3];

	for (int i = 0; i < 3; i++) {
		epolls[i] = epoll_create();
		KTEST_ASSERT(t, epolls[i]);
	}
	KTEST_EXPECT_EQ(t, add(epolls[0], epolls[1], POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, add(epolls[1], epolls[0], POLLIN, 0), -ELOOP);
	KTEST_EXPECT_EQ(t, add(epolls[1], epolls[2], POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, add(epolls[2], epolls[0], POLLIN, 0), -ELOOP);
	KTEST_EXPECT_EQ(t, control(epolls[0], EPOLL_CTL_DEL, epolls[1], 0, 0),
			0);
	KTEST_EXPECT_EQ(t, add(epolls[2], epolls[0], POLLIN, 0), 0);
	for (int i = 0; i < 3; i++)
		file_put(epolls[i]);
}

KTEST(epoll, chains_have_five_levels_at_most)
{
	struct file *epolls[6];

	for (int i = 0; i < 6; i++) {
		epolls[i] = epoll_create();
		KTEST_ASSERT(t, epolls[i]);
	}
	for (int i = 1; i < 5; i++)
		KTEST_EXPECT_EQ(t, add(epolls[i], epolls[i - 1], POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, add(epolls[5], epolls[4], POLLIN, 0), -ELOOP);
	KTEST_EXPECT_EQ(t, add(epolls[0], epolls[5], POLLIN, 0), -ELOOP);
	KTEST_EXPECT_EQ(t, add(epolls[5], epolls[3], POLLIN, 0), 0);
	for (int i = 0; i < 6; i++)
		file_put(epolls[i]);
}

/* Each of a level watches each of the level below. */
static int watch_each(struct file *level[], struct file *below[], int width)
{
	int refused = 0;

	for (int i = 0; i < width * width; i++)
		refused += add(level[i / width], below[i % width], POLLIN, 0) ==
			   -EINVAL;
	return refused;
}

KTEST(epoll, chains_do_not_multiply)
{
	enum {
		WIDTH = 8,
		LEVELS = 5,
	};
	struct file *levels[LEVELS][WIDTH];

	for (int i = 0; i < LEVELS * WIDTH; i++) {
		levels[i / WIDTH][i % WIDTH] = epoll_create();
		KTEST_ASSERT(t, levels[i / WIDTH][i % WIDTH]);
	}
	for (int i = 1; i < LEVELS - 1; i++)
		KTEST_EXPECT_EQ(t, watch_each(levels[i], levels[i - 1], WIDTH),
				0);
	KTEST_EXPECT_GT(
		t, watch_each(levels[LEVELS - 1], levels[LEVELS - 2], WIDTH),
		0);
	for (int i = 0; i < LEVELS * WIDTH; i++)
		file_put(levels[i / WIDTH][i % WIDTH]);
}

struct waiting {
	struct file *epoll;
	struct epoll_event event;
};

static int wait_in_thread(void *arg)
{
	struct waiting *waiting = arg;
	struct io_iter to =
		io_iter_buffer(&waiting->event, sizeof(waiting->event));

	return epoll_wait(waiting->epoll, &to, 1, WAIT_FOREVER);
}

static struct task *start(struct waiting *waiting, struct file *epoll)
{
	struct task *thread;

	*waiting = (struct waiting){.epoll = epoll};
	thread = thread_create("epoll", wait_in_thread, waiting);
	thread_sleep_ms(5);
	return thread;
}

KTEST(epoll, an_event_wakes_who_waits)
{
	struct file *outer = epoll_create(), *inner = epoll_create();
	struct file *event = new_event();
	struct waiting waiting;
	struct task *thread;

	KTEST_ASSERT(t, outer && inner && event);
	KTEST_EXPECT_EQ(t, add(inner, event, POLLIN, 0), 0);
	KTEST_EXPECT_EQ(t, add(outer, inner, POLLIN, 9), 0);
	thread = start(&waiting, outer);
	KTEST_ASSERT(t, thread);
	raise(event);
	KTEST_EXPECT_EQ(t, thread_join(thread), 1);
	KTEST_EXPECT_EQ(t, waiting.event.data, 9);
	file_put(outer);
	file_put(inner);
	file_put(event);
}

KTEST(epoll, a_file_added_while_somebody_waits_wakes_it)
{
	struct file *epoll = epoll_create(), *event = new_event();
	struct waiting waiting;
	struct task *thread;

	KTEST_ASSERT(t, epoll && event);
	thread = start(&waiting, epoll);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, add(epoll, event, POLLOUT, 3), 0);
	KTEST_EXPECT_EQ(t, thread_join(thread), 1);
	KTEST_EXPECT_EQ(t, waiting.event.data, 3);
	file_put(epoll);
	file_put(event);
}

KTEST(epoll, two_events_wake_two_who_wait)
{
	struct file *epoll = epoll_create(), *events[2];
	struct waiting waiting[2];
	struct task *threads[2];

	KTEST_ASSERT(t, epoll);
	for (int i = 0; i < 2; i++) {
		events[i] = new_event();
		KTEST_ASSERT(t, events[i]);
		KTEST_EXPECT_EQ(t, add(epoll, events[i], POLLIN | EPOLLET, 1),
				0);
		threads[i] = start(&waiting[i], epoll);
		KTEST_ASSERT(t, threads[i]);
	}
	raise(events[0]);
	raise(events[1]);
	for (int i = 0; i < 2; i++) {
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), 1);
		file_put(events[i]);
	}
	file_put(epoll);
}

enum {
	WORKERS = 3,
};

static int count_told(const struct waiting waiting[WORKERS])
{
	int told = 0;

	thread_sleep_ms(5);
	for (int i = 0; i < WORKERS; i++)
		told += waiting[i].event.events == POLLIN;
	return told;
}

KTEST(epoll, exclusive_news_wakes_one_of_those_who_wait)
{
	struct file *epolls[WORKERS], *other = epoll_create();
	struct file *event = new_event();
	struct waiting waiting[WORKERS];
	struct task *threads[WORKERS];

	KTEST_ASSERT(t, other && event);
	for (int i = 0; i < WORKERS; i++) {
		epolls[i] = epoll_create();
		KTEST_ASSERT(t, epolls[i]);
		KTEST_EXPECT_EQ(
			t, add(epolls[i], event, POLLIN | EPOLLEXCLUSIVE, 0),
			0);
		threads[i] = start(&waiting[i], epolls[i]);
		KTEST_ASSERT(t, threads[i]);
	}
	KTEST_EXPECT_EQ(t, add(other, event, POLLIN | EPOLLET, 0), 0);
	/* Who was woken waits no more, and the news goes to the next. */
	for (int i = 1; i <= WORKERS; i++) {
		raise(event);
		KTEST_EXPECT_EQ(t, count_told(waiting), i);
		KTEST_EXPECT_EQ(t, look(other), 1);
	}
	for (int i = 0; i < WORKERS; i++) {
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), 1);
		file_put(epolls[i]);
	}
	file_put(other);
	file_put(event);
}

KTEST(epoll, exclusive_news_is_for_all_when_nobody_waits)
{
	struct file *epolls[2] = {epoll_create(), epoll_create()};
	struct file *event = new_event();

	KTEST_ASSERT(t, epolls[0] && epolls[1] && event);
	for (int i = 0; i < 2; i++)
		KTEST_EXPECT_EQ(
			t, add(epolls[i], event, POLLIN | EPOLLEXCLUSIVE, 0),
			0);
	raise(event);
	for (int i = 0; i < 2; i++) {
		KTEST_EXPECT_EQ(t, look(epolls[i]), 1);
		file_put(epolls[i]);
	}
	file_put(event);
}

KTEST(epoll, the_wait_ends_by_time_and_by_a_signal)
{
	struct file *epoll = epoll_create();
	u64 deadline_ns = time_uptime_ns() + 5 * NSEC_PER_MSEC;
	struct waiting waiting;
	struct task *thread;

	KTEST_ASSERT(t, epoll);
	KTEST_EXPECT_EQ(t, wait_for(epoll, 1, LATE), 0);
	KTEST_EXPECT_EQ(t, wait_for(epoll, 1, deadline_ns), 0);
	KTEST_EXPECT_GE(t, time_uptime_ns(), deadline_ns);
	thread = start(&waiting, epoll);
	KTEST_ASSERT(t, thread);
	task_raise_signal(thread, SIGINT);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	file_put(epoll);
}

static int use(struct ktest *t, struct file *event)
{
	struct file *epoll = epoll_create();
	int err = -ENOMEM;

	if (!epoll)
		return err;
	err = add(epoll, event, POLLIN, 0);
	if (!err)
		KTEST_EXPECT_EQ(t, look(epoll), 1);
	file_put(epoll);
	return err;
}

KTEST(epoll, any_allocation_may_fail)
{
	struct file *event = new_event();
	u64 blocks = heap_blocks_in_use();
	int err = -ENOMEM;

	KTEST_ASSERT(t, event);
	raise(event);
	fault_inject_each(nth) err = use(t, event);
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
	file_put(event);
}
