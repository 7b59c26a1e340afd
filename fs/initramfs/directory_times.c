// SPDX-License-Identifier: GPL-2.0-only
/*
 * A directory is changed by each file that comes into it, so it gets the time
 * that the archive gives it when all archives are unpacked.
 */
#include <exo/kmalloc.h>
#include <exo/time.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "unpack.h"

struct directory_time {
	struct list_head node;
	struct path path; /* with references */
	s64 mtime_ns;
};

int directory_times_add(struct unpack *unpack, const struct path *path)
{
	struct directory_time *directory = kmalloc(sizeof(*directory));

	if (!directory)
		return -ENOMEM;
	directory->path = *path;
	path_get(path);
	directory->mtime_ns = (s64)(unpack->member.mtime * NSEC_PER_SEC);
	list_add_tail(&directory->node, &unpack->directories);
	return 0;
}

static void set(struct unpack *unpack, const struct directory_time *directory)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_MTIME,
		.mtime_ns = directory->mtime_ns,
	};
	int err = vfs_set_attributes(&directory->path, &changes);

	if (err)
		report_error(unpack, NULL, err);
}

/* In the order in which they came: of two times for one, the later is right. */
void directory_times_set(struct unpack *unpack)
{
	struct list_head *list = &unpack->directories;

	while (!list_empty(list)) {
		struct directory_time *directory =
			list_entry(list->next, struct directory_time, node);

		set(unpack, directory);
		list_del(&directory->node);
		path_put(&directory->path);
		kfree(directory);
	}
}
