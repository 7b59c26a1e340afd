// SPDX-License-Identifier: GPL-2.0-only
/*
 * The load test's mounts, taken away when it is over.
 */
#include <exo/console.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/string.h>
#include <uapi/limits.h>

#include "files_load.h"

static const char below[] = "/ktest/";

/* One of the mounts below, by its number in their order. */
struct one_mount {
	unsigned int number, seen;
	char place[PATH_MAX];
};

static int note_mount(const struct mount_info *info, void *arg)
{
	struct one_mount *mount = arg;
	size_t length = strcspn(info->place, " "); /* " (deleted)" */

	if (strncmp(info->place, below, sizeof(below) - 1) != 0 ||
	    mount->seen++ != mount->number)
		return 0;
	snprintf(mount->place, sizeof(mount->place), "%.*s", (int)length,
		 info->place);
	return 1;
}

/* Some cover others, which can be named only when those have gone. */
bool files_unmount_all(void)
{
	static struct one_mount mount;
	unsigned int unmounted = 0;

	mount.number = 0;
	for (;;) {
		mount.seen = 0;
		if (mount_visit(note_mount, &mount) != 1)
			break;
		if (vfs_umount(mount.place, MNT_DETACH)) {
			mount.number++;
		} else {
			mount.number = 0;
			unmounted++;
		}
	}
	console_printf("files: %u mounts in the end\n", unmounted);
	if (mount.seen)
		console_printf("files: %s stays mounted\n", mount.place);
	return !mount.seen;
}
