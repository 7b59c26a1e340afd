// SPDX-License-Identifier: GPL-2.0-only
/*
 * FIFOs: opening one of so many, each in turn, which all are open already.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

enum {
	MANY = 100,
	NAME_ROOM = 16,
};

static struct file *fifos[MANY];
static char names[MANY][NAME_ROOM];
static unsigned long nr_fifos, turn;

static int open_another(unsigned long number)
{
	char *name = names[number];
	int err;

	scnprintf(name, NAME_ROOM, "/fifo%lu", number);
	err = vfs_mknod(NULL, name, S_IFIFO | 0600, 0);
	if (err)
		return err;
	err = vfs_open(NULL, name, O_RDWR, 0, &fifos[number]);
	if (err)
		vfs_unlink(NULL, name);
	return err;
}

static void close_all(void)
{
	while (nr_fifos) {
		file_put(fifos[--nr_fifos]);
		vfs_unlink(NULL, names[nr_fifos]);
	}
}

static int open_many(unsigned long count)
{
	int err = 0;

	while (nr_fifos < count && !err) {
		err = open_another(nr_fifos);
		nr_fifos += !err;
	}
	if (err)
		close_all();
	return err;
}

BENCH(pipe, fifo_open_and_close, BENCH_SIZES(1, MANY), .irqs_on = true,
      .setup = open_many, .teardown = close_all)
{
	struct file *file;

	turn = turn + 1 < nr_fifos ? turn + 1 : 0;
	if (!vfs_open(NULL, names[turn], O_WRONLY | O_NONBLOCK, 0, &file))
		file_put(file);
}
