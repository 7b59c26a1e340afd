/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder.
 */
#ifndef PROC_DUPLICATE_H
#define PROC_DUPLICATE_H

#include <exo/types.h>

/*
 * The lowest free descriptor from @lowest on for what @fd leads to; @flags: O_CLOEXEC
 * or 0. -EBADF, -EMFILE, -ENOMEM, -EINVAL as fd_install(). May sleep.
 */
long duplicate_from(int fd, u32 flags, int lowest);

#endif
