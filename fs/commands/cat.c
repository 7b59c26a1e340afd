// SPDX-License-Identifier: GPL-2.0-only
/*
 * cat: the content of files. What a terminal could take for a command of its own
 * is printed as a dot.
 */
#include <exo/console.h>
#include <exo/ctype.h>
#include <exo/file.h>
#include <exo/kmon.h>
#include <exo/vfs.h>

#include "files.h"

static void print(const char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char c = bytes[i];

		/* Above ASCII it may be UTF-8. */
		if (!isprint(c) && c != '\n' && c != '\t' && (u8)c < 0x80)
			c = '.';
		console_write(&c, 1);
	}
}

static int cat(const char *name)
{
	char bytes[128];
	struct file *file;
	ssize_t done;
	int err = vfs_open(NULL, name, O_RDONLY, 0, &file);

	if (err)
		return err;
	do {
		struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));

		done = file_read(file, &to);
		if (done > 0)
			print(bytes, (size_t)done);
	} while (done > 0);
	file_put(file);
	return (int)done;
}

static int cmd_cat(int argc, char **argv)
{
	return files_each(argc, argv, cat);
}

KMON_COMMAND(cat, cmd_cat, "FILE...", "print files");
