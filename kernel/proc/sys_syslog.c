// SPDX-License-Identifier: GPL-2.0-only
/*
 * syslog(2), which C libraries call klogctl(3): the log as text, a line a record,
 * "<6>[    0.000000] text". Two places in the log are remembered, one behind what
 * SYSLOG_READ has given to anybody, one where SYSLOG_CLEAR was called.
 *
 * Logging wakes nobody, see drivers/char/kmsg.c: who waits for a record looks
 * again now and then.
 */
#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/kmalloc.h>
#include <exo/log_record.h>
#include <exo/mutex.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/syslog.h>

#define LOOK_NS (50 * NSEC_PER_MSEC)

enum {
	PREFIX_MAX = 48,
	LINE_MAX = PREFIX_MAX + LOG_TEXT_MAX + 1,
	LEVEL_OFF = LOG_ALERT, /* what still reaches the consoles */
	LEVEL_LAST = LOG_DEBUG + 1,
};

/* One record as text, made in a buffer that is too large for the stack. */
struct line {
	char text[LOG_TEXT_MAX];
	char out[LINE_MAX];
	size_t length;
};

static struct mutex lock = MUTEX_INIT(lock, "syslog");
/* Guarded by it. */
static u64 read_position, clear_position;
static size_t read_part; /* bytes of the record there that were read */
static int level_on =
	-1; /* the consoles' while they are off; -1: they are on */

/* The record at *@position, which moves behind it; false: there is none. */
static bool next_line(struct line *line, u64 *position)
{
	const int facility_shift = 3;
	struct log_record record;
	u64 microseconds;

	if (!log_read(position, &record, line->text))
		return false;
	microseconds = record.time_ns / NSEC_PER_USEC;
	line->length = (size_t)scnprintf(line->out, PREFIX_MAX, "<%d>",
					 record.facility << facility_shift |
						 record.level);
	if (IS_ENABLED(CONFIG_PRINTK_TIME))
		line->length += (size_t)scnprintf(
			line->out + line->length, PREFIX_MAX - line->length,
			"[%5llu.%06llu] ",
			(unsigned long long)microseconds / USEC_PER_SEC,
			(unsigned long long)microseconds % USEC_PER_SEC);
	memcpy(line->out + line->length, line->text, record.length);
	line->length += record.length;
	line->out[line->length++] = '\n';
	return true;
}

/* Bytes of all lines from @position on. */
static u64 size_from(struct line *line, u64 position)
{
	u64 size = 0;

	while (next_line(line, &position))
		size += line->length;
	return size;
}

/* The last lines that fit into @size bytes, from what was not cleared. */
static long read_all(struct line *line, char __user *to, size_t size)
{
	u64 position = clear_position, all = size_from(line, position);
	const u64 end = log_end();
	size_t done = 0;

	while (all > size && next_line(line, &position))
		all -= line->length;
	while (position < end && next_line(line, &position) &&
	       line->length <= size - done) {
		if (user_copy_to(to + done, line->out, line->length))
			return -EFAULT;
		done += line->length;
	}
	return (long)done;
}

/* What was not read, as far as there is and fits; the last line maybe in part. */
static long read_some(struct line *line, char __user *to, size_t size)
{
	size_t done = 0, part;
	u64 next;

	while (done < size) {
		next = read_position;
		if (!next_line(line, &next))
			break;
		read_part = min(read_part, line->length);
		part = min(line->length - read_part, size - done);
		if (user_copy_to(to + done, line->out + read_part, part))
			return done ? (long)done : -EFAULT;
		done += part;
		read_part += part;
		if (read_part == line->length) {
			read_position = next;
			read_part = 0;
		}
	}
	return (long)done;
}

static bool all_read(void)
{
	return READ_ONCE(read_position) >= log_end();
}

static int wait_for_record(void)
{
	struct spinlock queue_lock = SPINLOCK_INIT("syslog wait");
	struct wait_queue nobody = WAIT_QUEUE_INIT(nobody);
	int error = 0;

	spin_lock(&queue_lock);
	while (all_read() && error != -EINTR)
		error = wait_on_interruptible(&nobody, &queue_lock,
					      time_uptime_ns() + LOOK_NS);
	spin_unlock(&queue_lock);
	return error == -EINTR ? error : 0;
}

static long read_next(struct line *line, char __user *to, size_t size)
{
	long done;

	do {
		done = wait_for_record();
		if (done)
			return done;
		mutex_lock(&lock);
		done = read_some(line, to, size);
		mutex_unlock(&lock);
	} while (!done);
	return done;
}

static long read_cleared(struct line *line, char __user *to, size_t size,
			 bool clear)
{
	long done;

	mutex_lock(&lock);
	done = read_all(line, to, size);
	if (clear && done >= 0)
		clear_position = log_end();
	mutex_unlock(&lock);
	return done;
}

static long read_log(int action, char __user *to, int size)
{
	struct line *line;
	long done;

	if (!to || size < 0)
		return -EINVAL;
	if (!size)
		return 0;
	if (!user_range_valid(to, (size_t)size))
		return -EFAULT;
	line = kmalloc(sizeof(*line));
	if (!line)
		return -ENOMEM;
	if (action == SYSLOG_READ)
		done = read_next(line, to, (size_t)size);
	else
		done = read_cleared(line, to, (size_t)size,
				    action == SYSLOG_READ_CLEAR);
	kfree(line);
	return done;
}

static long size_unread(void)
{
	struct line *line = kmalloc(sizeof(*line));
	u64 size;

	if (!line)
		return -ENOMEM;
	mutex_lock(&lock);
	size = size_from(line, read_position);
	size -= min(size, (u64)read_part);
	mutex_unlock(&lock);
	kfree(line);
	return (long)size;
}

static long set_level(int level)
{
	if (level < 1 || level > LEVEL_LAST)
		return -EINVAL;
	mutex_lock(&lock);
	level_on = -1;
	printk_set_console_level(level);
	mutex_unlock(&lock);
	return 0;
}

static long console_off(void)
{
	mutex_lock(&lock);
	if (level_on < 0)
		level_on = printk_console_level();
	printk_set_console_level(LEVEL_OFF);
	mutex_unlock(&lock);
	return 0;
}

static long console_on(void)
{
	mutex_lock(&lock);
	if (level_on >= 0)
		printk_set_console_level(level_on);
	level_on = -1;
	mutex_unlock(&lock);
	return 0;
}

static long clear(void)
{
	mutex_lock(&lock);
	clear_position = log_end();
	mutex_unlock(&lock);
	return 0;
}

long sys_syslog(int action, char __user *buffer, int size)
{
	if (action != SYSLOG_READ_ALL && action != SYSLOG_SIZE_BUFFER &&
	    credentials_current()->euid)
		return -EPERM;
	switch (action) {
	case SYSLOG_CLOSE:
	case SYSLOG_OPEN:
		return 0;
	case SYSLOG_READ:
	case SYSLOG_READ_ALL:
	case SYSLOG_READ_CLEAR:
		return read_log(action, buffer, size);
	case SYSLOG_CLEAR:
		return clear();
	case SYSLOG_CONSOLE_OFF:
		return console_off();
	case SYSLOG_CONSOLE_ON:
		return console_on();
	case SYSLOG_CONSOLE_LEVEL:
		return set_level(size);
	case SYSLOG_SIZE_UNREAD:
		return size_unread();
	case SYSLOG_SIZE_BUFFER:
		return 1 << CONFIG_LOG_BUF_SHIFT;
	}
	return -EINVAL;
}
