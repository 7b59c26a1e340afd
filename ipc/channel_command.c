// SPDX-License-Identifier: GPL-2.0-only
/*
 * channels: those with a name, and what waits in them.
 */
#include <exo/channel.h>
#include <exo/console.h>
#include <exo/kmon.h>

static void print_one(const struct channel_info *info, void *arg)
{
	(void)arg;
	console_printf("%03o  %5u  %5u  %7u  %9u  %8u/%-4u  %5u  %s\n",
		       info->mode, info->uid, info->gid, info->senders,
		       info->receivers, info->messages, info->capacity,
		       info->calls, info->name);
}

static int cmd_channels(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	console_printf("mode    uid    gid  senders  receivers  messages/max   "
		       "calls  name\n");
	channel_for_each(print_one, NULL);
	return 0;
}

KMON_COMMAND(channels, cmd_channels, "",
	     "named channels and what waits in them");
