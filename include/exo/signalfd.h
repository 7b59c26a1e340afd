/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. signalfd(2): signals are read instead of handled. Whose signals these
 * are depends on who reads, or asks whether there are some.
 */
#ifndef EXO_SIGNALFD_H
#define EXO_SIGNALFD_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;

/*
 * One for the signals of @set, less those that cannot be blocked. @flags:
 * SFD_NONBLOCK counts. NULL when memory is short. May sleep.
 */
__must_check struct file *signalfd_create(u64 set, u32 flags);

bool file_is_signalfd(const struct file *file);

/* From here on it is for those of @set. */
void signalfd_change(struct file *file, u64 set);

#endif
