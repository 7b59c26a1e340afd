// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/sys/fs/inotify: the limits, which root changes.
 */
#include <exo/compiler.h>
#include <exo/inotify.h>
#include <exo/kstrto.h>
#include <exo/proc_file.h>
#include <exo/string.h>
#include <uapi/errno.h>
#include <uapi/limits.h>

enum {
	DIGITS_MAX = 16,
};

static int show(struct text_buffer *text, const u32 *limit)
{
	text_printf(text, "%u\n", READ_ONCE(*limit));
	return 0;
}

/* A number up to INT_MAX, as echo writes it. */
static int store(const char *bytes, size_t size, u32 *limit)
{
	char digits[DIGITS_MAX];
	int number;

	if (size && bytes[size - 1] == '\n')
		size--;
	if (size >= sizeof(digits))
		return -EINVAL;
	memcpy(digits, bytes, size);
	digits[size] = 0;
	if (kstrtoint(digits, 0, &number) || number < 0)
		return -EINVAL;
	WRITE_ONCE(*limit, (u32)number);
	return 0;
}

#define LIMIT(limit)                                              \
	static int show_##limit(struct text_buffer *text)         \
	{                                                         \
		return show(text, &inotify_limits.limit);         \
	}                                                         \
	static int write_##limit(const char *bytes, size_t size)  \
	{                                                         \
		return store(bytes, size, &inotify_limits.limit); \
	}                                                         \
	PROC_FILE(limit) = {                                      \
		.path = "sys/fs/inotify/max_" #limit,             \
		.mode = 0644,                                     \
		.show = show_##limit,                             \
		.write = write_##limit,                           \
	}

LIMIT(queued_events);
LIMIT(user_instances);
LIMIT(user_watches);
