// SPDX-License-Identifier: GPL-2.0-only
/*
 * touch: make an empty file, or set the times of one that is there to now.
 */
#include <exo/file.h>
#include <exo/kmon.h>
#include <exo/vfs.h>

#include "files.h"

static int touch(const char *name)
{
	static const struct attributes now = {
		.valid = ATTRIBUTE_ATIME | ATTRIBUTE_MTIME |
			 ATTRIBUTE_TIMES_NOW,
	};
	struct file *file;
	int err = vfs_open(NULL, name, O_WRONLY | O_CREAT, 0666, &file);

	if (err)
		return err;
	err = vfs_set_attributes(&file->path, &now);
	file_put(file);
	return err;
}

static int cmd_touch(int argc, char **argv)
{
	return files_each(argc, argv, touch);
}

KMON_COMMAND(touch, cmd_touch, "FILE...", "make files, or set their times");
