// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/sys/fs/mqueue: the limits of message queues of POSIX.
 */
#include <exo/limits.h>
#include <exo/mqueue.h>
#include <exo/proc_file.h>

#include "../limit_text.h"

/* A file @name for the number @limit, from @min to @max. */
#define LIMIT_FILE(name, limit, min, max)                            \
	static int show_##name(struct text_buffer *text)             \
	{                                                            \
		text_printf(text, "%u\n", READ_ONCE(limit));         \
		return 0;                                            \
	}                                                            \
	static int write_##name(const char *bytes, size_t size)      \
	{                                                            \
		return limit_write(bytes, size, &(limit), min, max); \
	}                                                            \
	PROC_FILE(mqueue_##name) = {                                 \
		.path = "sys/fs/mqueue/" #name,                      \
		.mode = 0644,                                        \
		.show = show_##name,                                 \
		.write = write_##name,                               \
	}

LIMIT_FILE(queues_max, mqueue_count_max, 0, INT_MAX);
LIMIT_FILE(msg_max, mqueue_messages_max, 1, MQUEUE_MESSAGES_VALID);
LIMIT_FILE(msg_default, mqueue_messages_default, 1, MQUEUE_MESSAGES_VALID);
LIMIT_FILE(msgsize_max, mqueue_size_max, 128, MQUEUE_SIZE_VALID);
LIMIT_FILE(msgsize_default, mqueue_size_default, 128, MQUEUE_SIZE_VALID);
