// SPDX-License-Identifier: GPL-2.0-only
/*
 * A terminal for tests.
 */
#include "test_tty.h"

#include <asm/irqflags.h>
#include <exo/thread.h>

#include "tty_termios.h"

struct tty test_tty;
char test_tty_shown[TEST_TTY_SHOWN + 1];
char test_tty_text[TEST_TTY_SHOWN + 1];
size_t test_tty_room, test_tty_queued;
bool test_tty_break;

static size_t nr_shown;

static void keep(struct tty *tty, const char *text, size_t len)
{
	(void)tty;
	for (; len; len--) {
		if (nr_shown == TEST_TTY_SHOWN)
			nr_shown = 0;
		test_tty_shown[nr_shown++] = *text++;
	}
	test_tty_shown[nr_shown] = '\0';
}

static size_t room(struct tty *tty)
{
	(void)tty;
	return test_tty_room;
}

static size_t queued(struct tty *tty)
{
	(void)tty;
	return test_tty_queued;
}

static void set_break(struct tty *tty, bool on)
{
	(void)tty;
	WRITE_ONCE(test_tty_break, on);
}

static const struct tty_ops ops = {
	.write = keep,
	.write_room = room,
	.write_queued = queued,
	.set_break = set_break,
};

void test_tty_begin(void)
{
	memset(&test_tty, 0, sizeof(test_tty));
	test_tty.ops = &ops;
	tty_init(&test_tty);
	nr_shown = 0;
	test_tty_shown[0] = '\0';
	test_tty_room = TEST_TTY_SHOWN;
	test_tty_queued = 0;
}

struct file *test_tty_open(u32 flags)
{
	struct file *file =
		file_alloc(&tty_file_ops, NULL, O_RDWR | O_NOCTTY | flags);

	if (file)
		tty_open_file(&test_tty, file, false);
	return file;
}

void test_tty_type(const char *keys)
{
	unsigned long flags = irq_save();

	ring_write(&test_tty.client.input, keys, strlen(keys));
	test_tty.client.input_arrived(&test_tty.client);
	irq_restore(flags);
	/* The work has begun when it is pending no more, and takes the mutex. */
	while (READ_ONCE(test_tty.work.pending))
		thread_sleep_ms(1);
	thread_sleep_ms(1);
	mutex_lock(&test_tty.lock);
	mutex_unlock(&test_tty.lock);
}

ssize_t test_tty_read(struct file *file, size_t size)
{
	struct io_iter to = io_iter_buffer(test_tty_text, size);
	ssize_t done = file_read(file, &to);

	test_tty_text[done > 0 ? done : 0] = '\0';
	return done;
}

ssize_t test_tty_write(struct file *file, const char *text)
{
	struct io_iter from = io_iter_buffer(text, strlen(text));

	return file_write(file, &from);
}

void test_tty_set_raw(u8 min, u8 time)
{
	struct termios2 termios;

	mutex_lock(&test_tty.lock);
	tty_get_termios(&test_tty, &termios);
	termios.c_lflag &= ~(u32)(ICANON | ECHO);
	termios.c_cc[VMIN] = min;
	termios.c_cc[VTIME] = time;
	tty_set_termios(&test_tty, &termios);
	mutex_unlock(&test_tty.lock);
}
