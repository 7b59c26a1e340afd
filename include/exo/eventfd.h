/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. eventfd(2): a counter that is a file. Writing adds to it, reading
 * takes what is there, and waits while that is nothing.
 */
#ifndef EXO_EVENTFD_H
#define EXO_EVENTFD_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;

/*
 * A counter of @count. A read takes all of it, or 1 with EFD_SEMAPHORE in @flags;
 * EFD_NONBLOCK counts too. NULL when memory is short. May sleep.
 */
__must_check struct file *eventfd_create(u32 count, u32 flags);

#endif
