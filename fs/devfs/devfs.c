// SPDX-License-Identifier: GPL-2.0-only
/*
 * devtmpfs: the nodes of the devices there are, made as they register. It is a
 * tmpfs under another name, of which there is only one: wherever it is
 * mounted, before or after a device came, the same nodes are seen. Users may
 * make, remove and change names in it; what they removed does not come back.
 *
 * It lives from boot on, mounted nowhere, and then at /dev.
 */
#define pr_fmt(fmt) "devtmpfs: " fmt

#include <exo/char_device.h>
#include <exo/filesystem.h>
#include <exo/initcall.h>
#include <exo/mount.h>
#include <exo/printk.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

/* tmpfs's operations but for the name and what is shared; set once. */
static struct filesystem devtmpfs;
static struct path root; /* of the only one; held for ever */

static struct superblock *shared_superblock(void)
{
	return root.dentry ? path_inode(&root)->superblock : NULL;
}

/* Whatever the umask of who makes it: */
static int set_mode_and_owner(const char *name, u32 mode, u32 uid, u32 gid)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_MODE | ATTRIBUTE_UID | ATTRIBUTE_GID,
		.mode = mode,
		.uid = uid,
		.gid = gid,
	};
	struct path path;
	int err = path_lookup(&root, name, AT_SYMLINK_NOFOLLOW, &path);

	if (err)
		return err;
	err = vfs_set_attributes(&path, &changes);
	path_put(&path);
	return err;
}

static void add_node(const struct char_device *device)
{
	int err = vfs_mknod(&root, device->name, S_IFCHR | S_IRUSR | S_IWUSR,
			    device->number);

	if (!err)
		err = set_mode_and_owner(device->name, device->mode,
					 device->uid, device->gid);
	if (err && err != -EEXIST)
		pr_warn("no node for %s (%d)\n", device->name, err);
}

/* What programs expect beside the devices. */
static int add_links(void)
{
	static const struct {
		const char *name, *target;
	} links[] = {
		{"fd", "/proc/self/fd"},
		{"stdin", "/proc/self/fd/0"},
		{"stdout", "/proc/self/fd/1"},
		{"stderr", "/proc/self/fd/2"},
	};
	int err = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(links) && !err; i++)
		err = vfs_symlink(links[i].target, &root, links[i].name);
	if (!err)
		err = vfs_mkdir(&root, "shm", S_IRWXU);
	if (!err)
		err = set_mode_and_owner("shm", 01777, 0, 0);
	return err;
}

static int devtmpfs_register(void)
{
	const struct filesystem *tmpfs = filesystem_find("tmpfs");

	if (!tmpfs)
		return -ENODEV;
	devtmpfs = *tmpfs;
	devtmpfs.name = "devtmpfs";
	devtmpfs.shared = shared_superblock;
	return filesystem_register(&devtmpfs);
}
INITCALL(memory, devtmpfs_register);

static int devtmpfs_fill(void)
{
	int err = mount_detached("devtmpfs", "mode=755", &root);

	if (!err)
		err = add_links();
	if (!err)
		char_device_watch(add_node);
	return err;
}
INITCALL(device, devtmpfs_fill);

/* Late: an initramfs may bring a /dev of its own, which this covers. */
static int devtmpfs_mount(void)
{
	int err = vfs_mkdir(NULL, "/dev", 0755);

	if (err && err != -EEXIST)
		return err;
	return vfs_mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, NULL);
}
INITCALL(late, devtmpfs_mount);
