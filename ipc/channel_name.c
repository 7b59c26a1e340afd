// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a channel's name may be, and who may open it. Pure, also tested on the
 * host.
 */
#include <exo/string.h>
#include <uapi/channel.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>

#include "channel_name.h"

enum {
	MAY_RECEIVE = 4,
	MAY_SEND = 2,
};

int channel_name_check(const char *name)
{
	size_t length = strnlen(name, CHANNEL_NAME_MAX + 1);

	if (length > CHANNEL_NAME_MAX)
		return -ENAMETOOLONG;
	if (length < 2 || name[0] != '/')
		return -EINVAL;
	return (int)length;
}

static u32 wanted(u32 access)
{
	switch (access & O_ACCMODE) {
	case O_RDONLY:
		return MAY_RECEIVE;
	case O_WRONLY:
		return MAY_SEND;
	default:
		return MAY_RECEIVE | MAY_SEND;
	}
}

bool channel_mode_allows(u32 mode, struct channel_caller caller, u32 access)
{
	if (caller.is_root)
		return true;
	if (caller.is_owner)
		mode >>= 6;
	else if (caller.in_group)
		mode >>= 3;
	return (mode & wanted(access)) == wanted(access);
}
