/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Files that a filesystem only gives a name to: FIFOs, devices and
 * sockets. Who implements a type registers how to open it.
 */
#ifndef EXO_SPECIAL_FILE_H
#define EXO_SPECIAL_FILE_H

#include <exo/types.h>

struct file;
struct inode;

/*
 * Set file->ops, private and so on. @inode tells device and mode; its field
 * special is the implementer's, guarded by the mutex. May sleep. 0 or a
 * negative errno.
 */
typedef int (*special_file_open_t)(struct inode *inode, struct file *file);

/* @type: S_IFIFO, S_IFCHR or S_IFBLK. -EBUSY when it has somebody. */
int special_file_register(u32 type, special_file_open_t open);

/* -ENXIO when nobody is registered. May sleep. */
int special_file_open(struct inode *inode, struct file *file);

#endif
