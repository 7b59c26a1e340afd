// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/channels: the named channels and what waits in them, a line each. The
 * cursor is 0 for the head, then one more than that of channel_visit().
 */
#include <exo/channel.h>
#include <exo/proc_file.h>

static void print_channel(const struct channel_info *info, void *arg)
{
	struct text_buffer *text = arg;

	text_printf(text, "%03o %5u %5u %7u %9u %8u %8u %5u ", info->mode,
		    info->uid, info->gid, info->senders, info->receivers,
		    info->messages, info->capacity, info->calls);
	text_escape(text, info->name, " \t\n");
	text_append(text, "\n", 1);
}

static int next_channels(struct text_buffer *text, u64 *cursor)
{
	u64 table_cursor = *cursor - 1;
	bool found;

	if (!*cursor) {
		text_printf(text, "mode  uid   gid senders receivers messages "
				  "capacity calls name\n");
		*cursor = 1;
		return 1;
	}
	found = channel_visit(&table_cursor, print_channel, text);
	*cursor = table_cursor + 1;
	return found;
}
PROC_FILE(channels) = {.path = "channels", .next = next_channels};
