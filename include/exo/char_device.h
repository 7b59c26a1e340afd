/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Character devices: what is behind a node of type S_IFCHR. A node
 * holds a number, in whatever filesystem it lies; the driver registers what
 * opening it leads to. devtmpfs makes a node in /dev for each.
 *
 *	mknod x c 1 3 ---- inode->device ---> registry ---> struct char_device
 *					      of numbers     ops, open
 */
#ifndef EXO_CHAR_DEVICE_H
#define EXO_CHAR_DEVICE_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/device_number.h>

struct file;
struct file_ops;

struct char_device {
	const char *name; /* of the node in /dev; no slash in it */
	const char *driver; /* of all that have its major: /proc/devices */
	u64 number; /* DEVICE_NUMBER(); Linux's where it has the device */
	u32 mode; /* permissions of the node */
	u32 uid, gid; /* owner of the node */
	/* Of a file opened; its private is the inode unless open sets it. */
	const struct file_ops *ops;
	/*
	 * Set file->private, file->stream. Optional. May sleep. 0 or a negative
	 * errno: then ops->release is not called.
	 */
	int (*open)(const struct char_device *device, struct file *file);
	void *private; /* the driver's */
	struct char_device *next; /* the registry's */
};

/*
 * Make @device known; it is never forgotten. 0, -EBUSY when its name or its
 * number is taken, or -EINVAL without operations. May sleep.
 */
int char_device_register(struct char_device *device);

/* The one of this number, or NULL. Any context. */
const struct char_device *char_device_find(u64 number);

/* The @index-th by number, 0.., or NULL behind the last. Any context. */
const struct char_device *char_device_at(unsigned int index);

/*
 * Call @appeared for each device that is registered or will be, in the context
 * of who registers it; for one that comes just now, maybe twice. Once.
 */
void char_device_watch(void (*appeared)(const struct char_device *device));

#endif
