// SPDX-License-Identifier: GPL-2.0-only
/*
 * What messages and calls between threads cost. All are COLD, so that the CPU is
 * handed over as it is among threads that wait most of the time.
 */
#include <exo/bench.h>
#include <exo/channel.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/poll.h>
#include <exo/printf.h>
#include <exo/thread.h>
#include <uapi/errno.h>

enum {
	CROWD_MAX = 100,
};

static struct file *forth_in, *forth_out, *back_in, *back_out;
static struct task *partner;
static u8 *here, *there; /* memory of the two sides */
static size_t message_size;
static struct channel_message outgoing, incoming; /* of the measuring thread */

static void become_cold(void)
{
	for (int i = 0; i < 40; i++)
		thread_sleep_ns(1);
}

static const struct channel_attributes attributes = {
	.capacity = CROWD_MAX,
	.message_max = CHANNEL_SMALL_MAX,
	.mode = 0600,
};

static int open_both(const char *name, struct file **in, struct file **out)
{
	int err = channel_open(name, O_RDONLY | O_CREAT, &attributes, in);

	if (err)
		return err;
	err = channel_open(name, O_WRONLY, NULL, out);
	channel_unlink(name);
	if (err)
		file_put(*in);
	return err;
}

static struct channel_message room_at(void *data)
{
	return (struct channel_message){.data = data,
					.room = CHANNEL_SMALL_MAX};
}

/* Two channels, memory, and a thread that runs @run on the other side. */
static int start(unsigned long size, int (*run)(void *arg))
{
	message_size = size;
	here = kzalloc(CHANNEL_SMALL_MAX);
	there = kzalloc(CHANNEL_SMALL_MAX);
	if (!here || !there || open_both("/bench", &forth_in, &forth_out) ||
	    open_both("/bench", &back_in, &back_out))
		return -ENOMEM;
	outgoing = (struct channel_message){.data = here, .size = size};
	incoming = room_at(here);
	become_cold();
	partner = thread_create("partner", run, NULL);
	if (!partner)
		return -ENOMEM;
	thread_sleep_ms(1);
	return 0;
}

/* The partner ends when it can neither receive nor send. */
static void stop(void)
{
	file_put(forth_out);
	file_put(back_in);
	thread_join(partner);
	file_put(forth_in);
	file_put(back_out);
	kfree(here);
	kfree(there);
}

static int serve(void *arg)
{
	struct channel_message in = room_at(there);
	struct channel_message out = {.data = there, .size = message_size};

	(void)arg;
	while (!channel_reply_and_receive(forth_in, &out, &in))
		out.token = in.token;
	return 0;
}

static int start_server(unsigned long size)
{
	return start(size, serve);
}

BENCH(named_channel, call_and_reply, BENCH_SIZES(8, 64, 4096), .irqs_on = true,
      .setup = start_server, .teardown = stop)
{
	channel_call(forth_out, &outgoing, &incoming);
}

/*
 * From the beginning of the partner's send to the end of our receive. The first
 * message only lets the partner begin.
 */

static int send_when_told(void *arg)
{
	struct channel_message in = room_at(there);
	struct channel_message out = {.data = there,
				      .size = message_size,
				      .flags = CHANNEL_HAND_OVER};
	int err;

	(void)arg;
	do {
		err = channel_receive(forth_in, &in);
		bench_begin_now();
	} while (!err && !channel_send(back_out, &out));
	return err;
}

static int start_sender(unsigned long size)
{
	return start(size, send_when_told);
}

BENCH(named_channel, one_way, BENCH_SIZES(8, 64, 4096), .irqs_on = true,
      .setup = start_sender, .teardown = stop)
{
	channel_send(forth_out, &outgoing);
	channel_receive(back_in, &incoming);
}

/* A message there and one back, each side receiving after it has sent. */

static int echo(void *arg)
{
	struct channel_message in = room_at(there);
	struct channel_message out = {.data = there, .size = message_size};

	(void)arg;
	while (!channel_receive(forth_in, &in) && !channel_send(back_out, &out))
		;
	return 0;
}

static int start_echo(unsigned long size)
{
	return start(size, echo);
}

BENCH(named_channel, there_and_back, BENCH_SIZES(8, 4096), .irqs_on = true,
      .setup = start_echo, .teardown = stop)
{
	channel_send(forth_out, &outgoing);
	channel_receive(back_in, &incoming);
}

/* A call while so many servers, the one that replies included, wait for one. */

static struct task *crowd[CROWD_MAX];
static unsigned long crowd_size;

static int serve_beside(void *arg)
{
	u8 *memory = kmalloc(CHANNEL_SMALL_MAX);
	struct channel_message in = room_at(memory);
	struct channel_message out = {.data = memory, .size = 8};

	(void)arg;
	while (memory && !channel_reply_and_receive(forth_in, &out, &in))
		out.token = in.token;
	kfree(memory);
	return 0;
}

static int start_servers(unsigned long size)
{
	int err = start(8, serve);

	for (crowd_size = 0; !err && crowd_size < size - 1; crowd_size++) {
		crowd[crowd_size] = thread_create("server", serve_beside, NULL);
		if (!crowd[crowd_size])
			return -ENOMEM;
	}
	thread_sleep_ms(10);
	return err;
}

static void stop_servers(void)
{
	file_put(forth_out);
	while (crowd_size)
		thread_join(crowd[--crowd_size]);
	thread_join(partner);
	file_put(back_in);
	file_put(forth_in);
	file_put(back_out);
	kfree(here);
	kfree(there);
}

BENCH(named_channel, call_to_one_of_many_servers, BENCH_SIZES(1, 100),
      .irqs_on = true, .setup = start_servers, .teardown = stop_servers)
{
	channel_call(forth_out, &outgoing, &incoming);
}

/* A call by way of one of so many channels, each with its server, in turn. */

static struct file *ends_in[CROWD_MAX], *ends_out[CROWD_MAX];
static unsigned long nr_channels, turn;

static int serve_one(void *arg)
{
	struct file *in = arg;
	u64 request_data, reply_data = 0;
	struct channel_message in_message = {.data = &request_data,
					     .room = sizeof(request_data)};
	struct channel_message out = {.data = &reply_data,
				      .size = sizeof(reply_data)};

	while (!channel_reply_and_receive(in, &out, &in_message))
		out.token = in_message.token;
	return 0;
}

static void stop_channels(void)
{
	while (nr_channels) {
		nr_channels--;
		file_put(ends_out[nr_channels]);
		thread_join(crowd[nr_channels]);
		file_put(ends_in[nr_channels]);
	}
	kfree(here);
}

static int open_channel(unsigned long number)
{
	static const struct channel_attributes small = {
		.capacity = 1, .message_max = sizeof(u64), .mode = 0600};
	int err = channel_open("/bench", O_RDONLY | O_CREAT, &small,
			       &ends_in[number]);

	if (err)
		return err;
	err = channel_open("/bench", O_WRONLY, NULL, &ends_out[number]);
	channel_unlink("/bench");
	if (err)
		goto err_close_in;
	crowd[number] = thread_create("server", serve_one, ends_in[number]);
	if (crowd[number])
		return 0;
	err = -ENOMEM;
	file_put(ends_out[number]);
err_close_in:
	file_put(ends_in[number]);
	return err;
}

static int start_channels(unsigned long count)
{
	int err = 0;

	here = kzalloc(CHANNEL_SMALL_MAX);
	if (!here)
		return -ENOMEM;
	become_cold();
	while (nr_channels < count && !err) {
		err = open_channel(nr_channels);
		nr_channels += !err;
	}
	if (err) {
		stop_channels();
		return err;
	}
	outgoing = (struct channel_message){.data = here, .size = sizeof(u64)};
	incoming = room_at(here);
	thread_sleep_ms(10);
	return 0;
}

BENCH(named_channel, call_by_one_of_many_channels, BENCH_SIZES(1, CROWD_MAX),
      .irqs_on = true, .setup = start_channels, .teardown = stop_channels)
{
	turn = turn + 1 < nr_channels ? turn + 1 : 0;
	channel_call(ends_out[turn], &outgoing, &incoming);
}

/* Through the queue, in which so many other messages wait. */

static int fill_queue(unsigned long size)
{
	struct channel_message message;

	here = kzalloc(CHANNEL_SMALL_MAX);
	if (!here || open_both("/bench", &forth_in, &forth_out))
		return -ENOMEM;
	message = (struct channel_message){.data = here, .size = 64};
	while (--size) {
		if (channel_send(forth_out, &message))
			return -ENOMEM;
	}
	outgoing = message;
	incoming = room_at(here);
	return 0;
}

static void drop_queue(void)
{
	file_put(forth_out);
	file_put(forth_in);
	kfree(here);
}

BENCH(named_channel, send_and_receive_queued, BENCH_SIZES(1, 100),
      .irqs_on = true, .setup = fill_queue, .teardown = drop_queue)
{
	channel_send(forth_out, &outgoing);
	channel_receive(forth_in, &incoming);
}

/* Opening one of so many. */

static unsigned long nr_opened;
static struct file *opened[CROWD_MAX];

static void number_name(char name[16], unsigned long number)
{
	scnprintf(name, 16, "/bench%lu", number);
}

static int open_many(unsigned long size)
{
	char name[16];

	for (nr_opened = 0; nr_opened < size; nr_opened++) {
		number_name(name, nr_opened);
		if (channel_open(name, O_RDWR | O_CREAT, NULL,
				 &opened[nr_opened]))
			return -ENOMEM;
	}
	return 0;
}

static void close_many(void)
{
	char name[16];

	while (nr_opened) {
		number_name(name, --nr_opened);
		channel_unlink(name);
		file_put(opened[nr_opened]);
	}
}

BENCH(named_channel, open_and_close, BENCH_SIZES(1, 100), .irqs_on = true,
      .setup = open_many, .teardown = close_many)
{
	struct file *file;

	if (!channel_open("/bench0", O_WRONLY, NULL, &file))
		file_put(file);
}

BENCH(named_channel, poll_and_detach, BENCH_SIZES(1, 100), .irqs_on = true,
      .setup = open_many, .teardown = close_many)
{
	struct poll_entry entry = {};

	turn = turn + 1 < nr_opened ? turn + 1 : 0;
	file_poll(opened[turn], &entry);
	file_poll_detach(opened[turn], &entry);
}
