// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors, with few and with many of them open.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <uapi/errno.h>

static const struct file_ops ops = {
	.read = file_no_read,
	.write = file_no_write,
};
static struct file_table *table;
static struct file *file;

static int install(int lowest)
{
	int fd;

	file_get(file);
	fd = fd_install(table, file, 0, lowest);
	if (fd < 0)
		file_put(file);
	return fd;
}

static void drop_table(void)
{
	file_table_put(table);
	file_put(file);
}

/* @count descriptors of one file. */
static int make_table(unsigned long count)
{
	int fd = -ENOMEM;

	file = file_alloc(&ops, NULL, O_RDWR);
	if (!file)
		return fd;
	table = file_table_alloc();
	if (!table) {
		file_put(file);
		return fd;
	}
	file_table_set_limit(table, FILE_TABLE_MAX);
	do {
		fd = install(0);
	} while (fd >= 0 && --count);
	if (fd >= 0)
		return 0;
	drop_table();
	return fd;
}

#define WITH_DESCRIPTORS(operations)                                         \
	BENCH_SIZES(600, 60000), .batch = (operations), .setup = make_table, \
				 .teardown = drop_table

BENCH(file_table, get_and_put, WITH_DESCRIPTORS(32))
{
	file_put(fd_get(table, (int)size / 2));
}

BENCH(file_table, install_and_close, WITH_DESCRIPTORS(32))
{
	bench_keep(fd_close(table, install(0)));
}

/* Somewhere in the middle there is a gap, which is filled and made again. */
BENCH(file_table, close_and_reopen_the_middle, WITH_DESCRIPTORS(32))
{
	bench_keep(fd_close(table, (int)size / 2));
	bench_keep(install(0));
}

BENCH(file_table, next_in_use, WITH_DESCRIPTORS(32))
{
	bench_keep(fd_next(table, (int)size / 2));
}
