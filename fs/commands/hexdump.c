// SPDX-License-Identifier: GPL-2.0-only
/*
 * hexdump: the bytes of a file, as hexdump -C of BSD prints them. There is a
 * limit even if none is given, for /dev/zero has no end.
 */
#include <exo/console.h>
#include <exo/ctype.h>
#include <exo/file.h>
#include <exo/kmon.h>
#include <exo/kstrto.h>
#include <exo/task_signal.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

enum {
	ROW = 16, /* bytes, in two columns */
	DEFAULT_LIMIT = 256, /* bytes */
};

/* "00000010  41 42 .. 48  49 4a .. 50  |AB..HIJ..P|" */
static void print_row(u64 offset, const u8 *bytes, size_t count)
{
	char text[ROW + 1] = "";

	console_printf("%08llx", (unsigned long long)offset);
	for (size_t i = 0; i < ROW; i++) {
		console_printf(i % (ROW / 2) ? " " : "  ");
		if (i < count)
			console_printf("%02x", bytes[i]);
		else
			console_printf("  ");
	}
	for (size_t i = 0; i < count; i++)
		text[i] = isprint((char)bytes[i]) ? (char)bytes[i] : '.';
	console_printf("  |%s|\n", text);
}

/* Rows are filled, however little a read gives. */
static ssize_t read_row(struct file *file, u8 *bytes, size_t size)
{
	struct io_iter to = io_iter_buffer(bytes, size);
	ssize_t done;

	do {
		done = file_read(file, &to);
		if (task_signal_pending(current))
			return -EINTR;
	} while (done > 0 && to.left);
	return done < 0 ? done : (ssize_t)(size - to.left);
}

static int print_file(struct file *file, u64 limit)
{
	u8 bytes[ROW];
	ssize_t done;
	u64 offset = 0;

	do {
		done = read_row(file, bytes, min(limit - offset, (u64)ROW));
		if (done < 0)
			return (int)done;
		if (done)
			print_row(offset, bytes, (size_t)done);
		offset += (u64)done;
	} while (done == ROW && offset < limit);
	console_printf("%08llx\n", (unsigned long long)offset);
	return 0;
}

static int cmd_hexdump(int argc, char **argv)
{
	unsigned long limit = DEFAULT_LIMIT;
	struct file *file;
	int err = 0;

	if (argc == 4 && !strcmp(argv[1], "-n"))
		err = kstrtoul(argv[2], 0, &limit);
	else if (argc != 2)
		err = -EINVAL;
	if (!err)
		err = vfs_open(NULL, argv[argc - 1], O_RDONLY, 0, &file);
	if (err)
		return err;
	err = print_file(file, limit);
	file_put(file);
	return err;
}

KMON_COMMAND(hexdump, cmd_hexdump, "[-n BYTES] FILE",
	     "the first bytes of a file (256), in hexadecimal");
