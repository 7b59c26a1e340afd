/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. From a place to an open file.
 */
#ifndef FS_OPEN_H
#define FS_OPEN_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;
struct file_ops;
struct path;

/*
 * An open file of @path, whose reference it takes over on success. -ENOMEM,
 * -ETXTBSY.
 */
__must_check int file_create(const struct path *path, u32 flags,
			     const struct file_ops *ops, struct file **opened);

/* Let the filesystem, or who owns its type, set the file up. */
__must_check int file_setup(struct file *file);

#endif
