// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: named channels. An input is a list of commands, a line each; END is
 * one of eight open ends, 0..7, NAME a letter, SIZE a digit for 0 to 9000 bytes:
 *
 *	o END NAME M	open; M: r receives, w sends, b both
 *	x END		close			u NAME		unlink
 *	s END SIZE	send			f END SIZE	send, with END's own file
 *	r END		receive			w END		receive, waiting
 *	c END SIZE	call, waiting		d END SIZE	call, with little time
 *	a END SIZE	reply to the call it received last
 *	A END SIZE	reply to the one that any end there received last
 *	b END SIZE	the same, and wait for the next
 *	t		time passes		k		a signal
 *	eN		the N-th allocation of the next command fails
 *
 * Who waits lets the commands that follow run, see blocking_model.h. The model is a
 * queue of numbers for each channel: what is received must be the oldest, and
 * each error one for which the model has the reason.
 */
#include <exo/channel.h>
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <uapi/errno.h>

#include "blocking_model.h"
#include "channel_model.h"
#include "kernel_model.h"

enum {
	ENDS = 8,
	NAMES = 26,
	CHANNELS_MAX = 256,
	ROOM = 9001,
	INPUT_MAX = 4096,
};

static struct model models[CHANNELS_MAX];
static unsigned int nr_models;
static struct model *named[NAMES];
static struct end ends[ENDS];
static u32 last_number;
static struct end last_called; /* a copy: who received a call last */
static unsigned int fail_nth;
static char text[INPUT_MAX + 1];
static char *rest; /* of the input */

static void expect(char command, long got, long wanted)
{
	if (got != wanted)
		panic("%c before \"%.20s\": %ld, not %ld\n", command, rest, got,
		      wanted);
}

/* --- Messages say which they are, and how long */

static void fill(u8 *bytes, size_t size, u32 number)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = (u8)(number + i * 7);
}

static void check(const struct channel_message *message, u32 number)
{
	const u8 *bytes = message->data;

	for (size_t i = 0; i < message->size; i++)
		expect('=', bytes[i], (u8)(number + i * 7));
}

static size_t size_of(char digit)
{
	static const size_t sizes[] = {0,    1,	   8,	 16,   17,
				       1024, 4096, 4097, 8192, 9000};

	return sizes[(u8)(digit - '0') % ARRAY_SIZE(sizes)];
}

/* --- Commands */

static void open_end(struct end *end, char letter, char mode)
{
	const struct channel_attributes attributes = {
		.capacity = CAPACITY,
		.message_max = MESSAGE_MAX,
		.mode = 0600,
	};
	const char name[] = {'/', letter, '\0'};
	u32 access = mode == 'r' ? O_RDONLY : mode == 'w' ? O_WRONLY : O_RDWR;
	unsigned int index = (u8)letter % NAMES;
	int err;

	if (end->file || letter < 'a' || letter > 'z' ||
	    nr_models == CHANNELS_MAX)
		return;
	err = channel_open(name, access | O_CREAT, &attributes, &end->file);
	if (err == -ENOMEM)
		return;
	expect('o', err, 0);
	if (!named[index])
		named[index] = &models[nr_models++];
	end->model = named[index];
	end->sends = access != O_RDONLY;
	end->receives = access != O_WRONLY;
	end->token = 0;
	if (end->receives && !end->model->receivers++)
		end->model->sender_came = false;
	if (end->sends) {
		end->model->senders++;
		end->model->sender_came = true;
	}
}

static void close_end(struct end *end)
{
	struct model *model = end->model;

	if (!end->file || end->busy)
		return;
	if (end->receives) {
		model_fail_calls(model, end);
		if (!--model->receivers) {
			model_fail_calls(model, NULL);
			model->first = model->last;
			model->messages = 0;
		}
	}
	if (end->sends && !--model->senders)
		while (model->nr_waiting)
			model->waiting[--model->nr_waiting]->hung_up = true;
	file_put(end->file);
	end->file = NULL;
}

static void unlink_name(char letter)
{
	const char name[] = {'/', letter, '\0'};
	struct model **model = &named[(u8)letter % NAMES];

	if (letter < 'a' || letter > 'z')
		return;
	expect('u', channel_unlink(name), *model ? 0 : -ENOENT);
	*model = NULL;
}

static void send(struct end *end, size_t size, bool with_file)
{
	static u8 bytes[ROOM];
	struct channel_message message = {
		.data = bytes,
		.size = size,
		.flags = CHANNEL_NONBLOCK,
		.file = with_file && !end->receives ? end->file : NULL,
	};
	int err, wanted = model_send_error(end, size, false);
	u32 number = ++last_number;

	fill(bytes, size, number);
	err = channel_send(end->file, &message);
	if (err == -ENOMEM)
		return;
	expect('s', err, wanted);
	if (err)
		return;
	end->sent |= message.file != NULL;
	model_put(end->model, number, false);
}

/* @message, which is what the model says, has come to @end. */
static void take(struct end *end, struct channel_message *message,
		 struct sent sent)
{
	check(message, sent.number);
	expect('?', message->token != 0, sent.call);
	if (message->token) {
		end->token = message->token;
		end->call = sent.number;
		last_called = *end;
	}
	if (message->file)
		file_put(message->file);
}

static void receive(struct end *end)
{
	static u8 bytes[ROOM];
	struct channel_message message = {
		.data = bytes,
		.room = ROOM,
		.flags = CHANNEL_NONBLOCK,
	};
	int wanted = model_receive_error(end);

	expect('r', channel_receive(end->file, &message), wanted);
	if (!wanted)
		take(end, &message, model_take(end));
}

/* Somebody waits by @end for a message, unless one is there. */
static void begin_to_wait(struct end *end, struct waiter *waiter)
{
	struct model *model = end->model;

	waiter->end = end;
	end->busy++;
	if (model_first(model))
		waiter->sent = model_take(end);
	else
		model->waiting[model->nr_waiting++] = waiter;
}

static void stop_waiting(struct model *model, const struct waiter *waiter)
{
	u32 i = 0;

	while (i < model->nr_waiting && model->waiting[i] != waiter)
		i++;
	if (i == model->nr_waiting)
		return;
	model->nr_waiting--;
	memmove(&model->waiting[i], &model->waiting[i + 1],
		(model->nr_waiting - i) * sizeof(model->waiting[0]));
}

/* It has waited, with this result. */
static void end_wait(struct end *end, const struct waiter *waiter,
		     struct channel_message *message, int err)
{
	end->busy--;
	stop_waiting(end->model, waiter);
	task_take_signal(current, SIGUSR1);
	if (!err) {
		take(end, message, waiter->sent);
		return;
	}
	expect('w', waiter->sent.number, 0);
	expect('w', err, waiter->hung_up ? -EPIPE : -EINTR);
}

static bool can_wait(const struct end *end)
{
	int err = model_receive_error(end);

	return model_may_block() && (!err || err == -EAGAIN);
}

static void receive_waiting(struct end *end)
{
	u8 bytes[ROOM];
	struct channel_message message = {.data = bytes, .room = ROOM};
	struct waiter waiter = {0};

	if (!can_wait(end))
		return;
	begin_to_wait(end, &waiter);
	end_wait(end, &waiter, &message, channel_receive(end->file, &message));
}

/* The caller of @call goes on, with this result. */
static void end_call(struct end *end, struct call *call,
		     const struct channel_message *reply, int err)
{
	struct call **link = &end->model->under_way;

	end->busy--;
	while (*link != call)
		link = &(*link)->next;
	*link = call->next;
	task_take_signal(current, SIGUSR1);
	if (call->reply) {
		expect('c', err, 0);
		check(reply, call->reply);
	} else if (call->failed) {
		expect('c', err, -EPIPE);
	} else {
		if (err != -ETIMEDOUT || !reply->deadline_ns)
			expect('c', err, -EINTR);
		model_withdraw(end->model, call->number);
	}
}

static void call_waiting(struct end *end, size_t size, bool little_time)
{
	u8 bytes[ROOM];
	struct channel_message request = {
		.data = bytes,
		.size = size,
		.flags = CHANNEL_NONBLOCK,
	};
	struct channel_message reply = {
		.data = bytes,
		.room = ROOM,
		.deadline_ns = little_time,
	};
	struct call call = {.number = ++last_number};
	int wanted = model_send_error(end, size, true);

	if (!model_may_block())
		return;
	fill(bytes, size, call.number);
	if (wanted) {
		expect('c', channel_call(end->file, &request, &reply), wanted);
		return;
	}
	end->busy++;
	model_call_begins(end->model, &call);
	model_put(end->model, call.number, true);
	end_call(end, &call, &reply, channel_call(end->file, &request, &reply));
}

/* Note the reply to the call that @end received last; 0 or -E.... */
static int model_reply(const struct end *end, const struct end *called,
		       u32 number)
{
	struct call *call;

	if (!end->receives)
		return -EBADF;
	call = called->token ? model_call(end->model, called->call) : NULL;
	if (!call || call->received_by != end)
		return -ESRCH;
	call->reply = number;
	end->model->calls--;
	return 0;
}

/* By @end, to the call that @called received last. */
static void reply(const struct end *end, const struct end *called, size_t size)
{
	static u8 bytes[ROOM];
	struct channel_message message = {
		.data = bytes,
		.size = size,
		.token = called->token,
	};
	u32 number = ++last_number;
	int err;

	fill(bytes, size, number);
	err = channel_reply(end->file, &message);
	if (err != -ENOMEM)
		expect('a', err, model_reply(end, called, number));
}

static void reply_and_receive(struct end *end, size_t size)
{
	u8 bytes[ROOM], answer[ROOM];
	struct channel_message message = {.data = bytes, .room = ROOM};
	struct channel_message given = {
		.data = answer,
		.size = size,
		.token = end->token,
	};
	struct waiter waiter = {0};
	int err;

	if (!can_wait(end))
		return;
	fill(answer, size, ++last_number);
	err = end->token ? model_reply(end, end, last_number) : 0;
	if (err) {
		expect('b',
		       channel_reply_and_receive(end->file, &given, &message),
		       err);
		return;
	}
	begin_to_wait(end, &waiter);
	end_wait(end, &waiter, &message,
		 channel_reply_and_receive(end->file, &given, &message));
}

/* --- All commands */

static void run_on_end(char command, struct end *end, char size)
{
	switch (command) {
	case 's':
	case 'f':
		send(end, size_of(size), command == 'f');
		break;
	case 'r':
		receive(end);
		break;
	case 'w':
		receive_waiting(end);
		break;
	case 'c':
	case 'd':
		call_waiting(end, size_of(size), command == 'd');
		break;
	case 'a':
		reply(end, end, size_of(size));
		break;
	case 'A':
		/* Another channel's token may by chance be one here. */
		if (last_called.model == end->model)
			reply(end, &last_called, size_of(size));
		break;
	case 'b':
		reply_and_receive(end, size_of(size));
		break;
	case 'x':
		if (!end->sent)
			close_end(end);
		break;
	}
}

/* @line is at least five characters, some of which may be NUL. */
static void run(const char *line)
{
	struct end *end = &ends[(u8)line[2] % ENDS];

	/* A wait would have the failure go to somebody else. */
	model_fail_allocation(strchr("osfra", line[0]) ? fail_nth : 0);
	fail_nth = 0;
	if (line[0] == 'e')
		fail_nth = (u8)line[1] % 8;
	else if (line[0] == 't')
		model_time_out();
	else if (line[0] == 'k')
		model_signal();
	else if (line[0] == 'u')
		unlink_name(line[2]);
	else if (line[0] == 'o')
		open_end(end, line[4], line[6]);
	else if (end->file)
		run_on_end(line[0], end, line[4]);
	model_fail_allocation(0);
}

bool model_run_next(void)
{
	char line[8] = "";

	if (!*rest)
		return false;
	strscpy(line, rest, sizeof(line));
	line[strcspn(line, "\n")] = '\0';
	rest += strcspn(rest, "\n");
	rest += *rest == '\n';
	run(line);
	return true;
}

static void end_input(void)
{
	for (unsigned int i = 0; i < ENDS; i++)
		close_end(&ends[i]);
	for (char letter = 'a'; letter <= 'z'; letter++)
		unlink_name(letter);
	expect('.', (long)model_frames(), 0);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static bool started;
	u64 blocks;

	if (size > INPUT_MAX)
		return 0;
	if (!started)
		model_start();
	started = true;
	memcpy(text, data, size);
	text[size] = '\0';
	rest = text;
	memset(models, 0, sizeof(models[0]) * nr_models);
	memset(ends, 0, sizeof(ends));
	memset(&last_called, 0, sizeof(last_called));
	nr_models = 0;
	fail_nth = 0;
	blocks = heap_blocks_in_use();
	while (model_run_next())
		;
	end_input();
	expect('.', (long)(heap_blocks_in_use() - blocks), 0);
	return 0;
}
