// SPDX-License-Identifier: GPL-2.0-only
/*
 * sys/vm/drop_caches (proc(5)): 2 or 3 frees the names that nobody uses, 1 the
 * pages of files, of which none are kept here that could be read again.
 */
#include <exo/proc_file.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

static int drop(const char *bytes, size_t size)
{
	if (size && bytes[size - 1] == '\n')
		size--;
	if (size != 1 || bytes[0] < '1' || bytes[0] > '3')
		return -EINVAL;
	if (bytes[0] != '1')
		vfs_forget_unused();
	return 0;
}
PROC_FILE(drop_caches) = {
	.path = "sys/vm/drop_caches",
	.mode = 0200,
	.write = drop,
};
