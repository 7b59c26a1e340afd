/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. vfs_set_attributes() for files that a program
 * names, or has open. Errors are those of a walk and of that; -EBADF. May sleep.
 */
#ifndef PROC_SET_ATTRIBUTES_H
#define PROC_SET_ATTRIBUTES_H

#include <exo/compiler.h>
#include <exo/inode.h>

/* @flags: AT_* of a walk. */
long set_attributes_at(int directory, const char __user *name,
		       unsigned int flags, const struct attributes *changes);

/* -EPERM for what has no inode. */
long set_attributes_of(int fd, const struct attributes *changes);

#endif
