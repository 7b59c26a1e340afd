// SPDX-License-Identifier: GPL-2.0-only
/*
 * The beginning of the tree of names: what must be there before the first walk,
 * and the root itself, a tmpfs into which others are mounted.
 */
#define pr_fmt(fmt) "vfs: " fmt

#include <exo/initcall.h>
#include <exo/mount.h>
#include <exo/printk.h>
#include <uapi/errno.h>

#include "dentry.h"

static int vfs_init(void)
{
	dentry_init();
	return 0;
}
INITCALL(memory, vfs_init);

static int root_init(void)
{
	int err = mount_root("tmpfs", NULL);

	if (err == -ENODEV)
		pr_info("no filesystem for the root\n");
	else if (!err)
		pr_info("tmpfs is the root\n");
	return err == -ENODEV ? 0 : err;
}
INITCALL(device, root_init);
