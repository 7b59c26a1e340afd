// SPDX-License-Identifier: GPL-2.0-only
/*
 * Terminals: what comes in, and being open. Files of a terminal that was hung up
 * stay open and lead nowhere: reads find the end, writes fail.
 */
#include "tty.h"

#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/list.h>
#include <uapi/errno.h>
#include <uapi/signal.h>

#include "tty_session.h"

static struct tty *tty_of_line(struct line_discipline *line)
{
	return container_of(line, struct tty, line);
}

static void line_output(struct line_discipline *line, const char *text,
			size_t len)
{
	struct tty *tty = tty_of_line(line);

	tty->ops->write(tty, text, len);
}

/* Without a foreground there may be a command of the monitor. */
static void line_signal(struct line_discipline *line, unsigned int signal)
{
	static const char monitor_interrupt = 3; /* ^C */

	if (!tty_signal_foreground(tty_of_line(line), signal) &&
	    signal == SIGINT)
		console_input_push_all(NULL, &monitor_interrupt, 1);
}

static const struct line_host line_host = {
	.output = line_output,
	.signal = line_signal,
};

void tty_notify(struct tty *tty)
{
	if (tty_readable(tty)) {
		wake_all(&tty->readers);
		poll_notify(&tty->news, POLLIN | POLLRDNORM);
	}
	if (tty_writable(tty)) {
		wake_all(&tty->writers);
		poll_notify(&tty->news, POLLOUT | POLLWRNORM);
	}
}

void tty_receive_pending(struct tty *tty)
{
	u8 byte;

	while (line_has_room(&tty->line) && ring_pop(&tty->client.input, &byte))
		line_receive(&tty->line, &byte, 1);
}

static void work(struct deferred_work *work)
{
	struct tty *tty = container_of(work, struct tty, work);

	mutex_lock(&tty->lock);
	tty_receive_pending(tty);
	tty_notify(tty);
	mutex_unlock(&tty->lock);
}

void tty_work_queue(struct tty *tty)
{
	deferred_work_queue(&tty->work);
}

static void input_arrived(struct console_client *client)
{
	tty_work_queue(container_of(client, struct tty, client));
}

static void output_sent(struct console_client *client)
{
	struct tty *tty = container_of(client, struct tty, client);

	if (__atomic_exchange_n(&tty->room_wanted, false, __ATOMIC_SEQ_CST))
		tty_work_queue(tty);
}

void tty_init(struct tty *tty)
{
	mutex_init(&tty->lock, "terminal");
	line_init(&tty->line, &line_host);
	tty->baud = 115200;
	wait_queue_init(&tty->readers);
	wait_queue_init(&tty->writers);
	poll_source_init(&tty->news);
	tty->client = (struct console_client){
		.input = RING_INIT(tty->input),
		.input_arrived = input_arrived,
		.output_sent = output_sent,
	};
	deferred_work_init(&tty->work, work);
}

/*
 * Files.
 */

void tty_hang_up(struct tty *tty)
{
	mutex_lock(&tty->lock);
	tty->hangups++;
	line_flush_input(&tty->line);
	tty->line.stopped = false;
	wake_all(&tty->readers);
	wake_all(&tty->writers);
	poll_notify(&tty->news, POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM |
					POLLERR | POLLHUP);
	mutex_unlock(&tty->lock);
}

int tty_open_file(struct tty *tty, struct file *file, bool console)
{
	int err = 0;

	mutex_lock(&tty->lock);
	if (tty->exclusive && tty->opened && credentials_current()->euid)
		err = -EBUSY;
	else if (!tty->opened++ && tty->ops->open)
		tty->ops->open(tty);
	file->stream_state = tty->hangups << 1 | console;
	mutex_unlock(&tty->lock);
	if (err)
		return err;
	file->stream = true;
	file->private = tty;
	if (!console && !(file->flags & O_NOCTTY) && file_readable(file))
		tty_become_controlling(tty);
	return 0;
}

static void release(struct file *file)
{
	struct tty *tty = tty_of(file);

	mutex_lock(&tty->lock);
	if (!--tty->opened) {
		tty->exclusive = false;
		if (tty->ops->close)
			tty->ops->close(tty);
	}
	mutex_unlock(&tty->lock);
}

static u32 poll_events(struct file *file)
{
	struct tty *tty = tty_of(file);
	u32 events = 0;

	if (tty_file_dead(file))
		return POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM | POLLERR |
		       POLLHUP;
	if (tty_readable(tty))
		events |= POLLIN | POLLRDNORM;
	if (tty_writable(tty))
		events |= POLLOUT | POLLWRNORM;
	return events;
}

static u32 poll(struct file *file, struct poll_entry *entry)
{
	struct tty *tty = tty_of(file);
	u32 events;

	mutex_lock(&tty->lock);
	tty_receive_pending(tty);
	poll_attach(&tty->news, entry);
	events = poll_events(file);
	mutex_unlock(&tty->lock);
	return events;
}

static void poll_detach(struct file *file, struct poll_entry *entry)
{
	struct tty *tty = tty_of(file);

	mutex_lock(&tty->lock);
	list_del(&entry->node);
	mutex_unlock(&tty->lock);
}

const struct file_ops tty_file_ops = {
	.read = tty_read,
	.write = tty_write,
	.poll = poll,
	.poll_detach = poll_detach,
	.control = tty_control,
	.release = release,
};
