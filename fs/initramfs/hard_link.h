/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to initramfs. Which files an archive has named that
 * it will name again: by the number and device that they had when it was made.
 */
#ifndef FS_INITRAMFS_HARD_LINK_H
#define FS_INITRAMFS_HARD_LINK_H

#include <exo/avl_tree.h>
#include <exo/compiler.h>
#include <exo/path.h>

#include "cpio.h"

/* The file that @member is one more name of, or NULL. */
const struct path *hard_link_find(const struct avl_tree *links,
				  const struct cpio_member *member);

/* @member, of which there is none yet, is the file @path. 0 or -ENOMEM. */
__must_check int hard_link_add(struct avl_tree *links,
			       const struct cpio_member *member,
			       const struct path *path);

/* The archive ends: the next one's numbers are others. */
void hard_link_forget_all(struct avl_tree *links);

#endif
