/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. What a channel's name may be, and who may open it.
 */
#ifndef IPC_CHANNEL_NAME_H
#define IPC_CHANNEL_NAME_H

#include <exo/types.h>

/*
 * The bytes of @name: "/" and 1..CHANNEL_NAME_MAX - 1 more. -EINVAL,
 * -ENAMETOOLONG. No more than CHANNEL_NAME_MAX + 1 bytes are looked at.
 */
int channel_name_check(const char *name);

struct channel_identity {
	u32 uid, gid;
};

/*
 * Does the channel of @owner with permission bits @mode let @who open it with
 * access mode @access (O_RDONLY receives, O_WRONLY sends)? As POSIX has it for
 * files: only the first class that fits is asked, and uid 0 may all.
 */
bool channel_mode_allows(u32 mode, struct channel_identity owner,
			 struct channel_identity who, u32 access);

#endif
