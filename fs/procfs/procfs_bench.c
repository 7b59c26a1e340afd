// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of /proc, opened, read once and closed, as programs that watch the machine
 * do each second.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/vfs.h>

static void open_read_close(const char *name)
{
	char bytes[1024];
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));
	struct file *file;

	if (vfs_open(NULL, name, O_RDONLY, 0, &file))
		return;
	bench_keep(file_read(file, &to));
	file_put(file);
}

BENCH(procfs, open_read_close_uptime, .batch = 8)
{
	open_read_close("/proc/uptime");
}

BENCH(procfs, open_read_close_meminfo, .batch = 4)
{
	open_read_close("/proc/meminfo");
}
