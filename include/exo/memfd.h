/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems. Files in memory that have no name (CONFIG_MEMFD_CREATE), for
 * processes that share memory: see memfd_create(2).
 */
#ifndef EXO_MEMFD_H
#define EXO_MEMFD_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;

/*
 * An empty one, open for reading and writing: *@made has one reference. @name, of at
 * most NAME_MAX bytes and without slashes, is what /proc shows. Without @sealable
 * F_ADD_SEALS is -EPERM. -ENOMEM. May sleep.
 */
__must_check int memfd_create(const char *name, bool sealable,
			      struct file **made);

#endif
