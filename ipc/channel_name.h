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

/* What the caller is to a channel. */
struct channel_caller {
	bool is_root, is_owner;
	bool in_group; /* of the channel, by any of his groups */
};

/*
 * Does a channel with permission bits @mode let @caller open it with access mode
 * @access (O_RDONLY receives, O_WRONLY sends)? As POSIX has it for files: only
 * the first class that fits is asked, and root may all.
 */
bool channel_mode_allows(u32 mode, struct channel_caller caller, u32 access);

#endif
