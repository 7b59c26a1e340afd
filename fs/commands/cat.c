// SPDX-License-Identifier: GPL-2.0-only
/*
 * cat: the content of files. What a terminal could take for a command of its own
 * is printed as a dot.
 */
#include <exo/console.h>
#include <exo/ctype.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/kmon.h>
#include <exo/task_signal.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "files.h"

enum {
	BUFFER_SIZE = 8192, /* a record of /dev/kmsg is read whole */
	CHUNK = 128, /* printed with interrupts off */
};

static void print(char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char c = bytes[i];

		/* Above ASCII it may be UTF-8. */
		if (!isprint(c) && c != '\n' && c != '\t' && (u8)c < 0x80)
			bytes[i] = '.';
	}
	for (size_t at = 0; at < count; at += CHUNK)
		console_write(bytes + at, min(count - at, (size_t)CHUNK));
}

/* Until its end, or ^C. */
static int print_file(struct file *file, char *buffer)
{
	ssize_t done;

	do {
		struct io_iter to = io_iter_buffer(buffer, BUFFER_SIZE);

		done = file_read(file, &to);
		if (done > 0)
			print(buffer, (size_t)done);
		if (task_signal_pending(current))
			return -EINTR;
	} while (done > 0);
	return (int)done;
}

static int cat(const char *name)
{
	char *buffer = kmalloc(BUFFER_SIZE);
	struct file *file;
	int err;

	if (!buffer)
		return -ENOMEM;
	err = vfs_open(NULL, name, O_RDONLY, 0, &file);
	if (!err) {
		err = print_file(file, buffer);
		file_put(file);
	}
	kfree(buffer);
	return err;
}

static int cmd_cat(int argc, char **argv)
{
	return files_each(argc, argv, cat);
}

KMON_COMMAND(cat, cmd_cat, "FILE...", "print files");
