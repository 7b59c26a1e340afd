// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listing directories.
 */
#include "abi.h"

#include <dirent.h>

/* What getdents64(2) writes. */
struct entry {
	uint64_t inode;
	int64_t offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

static char buffer[32768] __attribute__((aligned(8)));

static int count, dots, files, links, directories;

static void look_at(const struct entry *entry)
{
	count++;
	dots += entry->name[0] == '.';
	files += entry->type == DT_REG;
	links += entry->type == DT_LNK;
	directories += entry->type == DT_DIR;
}

/* Read all of descriptor @fd, @size bytes at a time. */
static void list(int fd, size_t size)
{
	long got;

	count = dots = files = links = directories = 0;
	while ((got = RAW(SYS_getdents64, fd, buffer, size)) > 0) {
		for (long at = 0; at < got;) {
			struct entry *entry = (void *)(buffer + at);

			look_at(entry);
			at += entry->length;
		}
	}
	show("the last getdents64", got);
}

static void make_names(int n, int remove)
{
	char name[32];

	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "list/name%d", i);
		if (remove)
			unlink(name);
		else
			mknod(name, S_IFREG | 0644, 0);
	}
}

void abi_directories(void)
{
	topic("getdents64");
	mkdir("list", 0755);
	SHOW(open, "list", O_RDONLY | O_DIRECTORY);
	list(3, sizeof(buffer));
	VALUE(count);
	make_names(100, 0);
	mkdir("list/dir", 0755);
	symlink("x", "list/link");
	SHOW(lseek, 3, 0, SEEK_SET);
	list(3, sizeof(buffer));
	VALUE(count);
	VALUE(dots);
	VALUE(files);
	VALUE(links);
	VALUE(directories);
	SHOW(lseek, 3, 0, SEEK_SET);
	list(3, 64); /* an entry or two at a time */
	VALUE(count);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(getdents64, 3, buffer, 8);
	SHOW(getdents64, 3, NOWHERE, 1000);
	SHOW(getdents64, 99, buffer, sizeof(buffer));
	SHOW(open, "list/name0", O_RDONLY);
	SHOW(getdents64, 4, buffer, sizeof(buffer));
	SHOW(close, 4);
	make_names(100, 1);
	SHOW(lseek, 3, 0, SEEK_SET);
	list(3, sizeof(buffer));
	VALUE(count);
	rmdir("list/dir");
	unlink("list/link");
	SHOW(rmdir, "list");
	SHOW(getdents64, 3, buffer, sizeof(buffer));
	SHOW(openat, 3, "x", O_WRONLY | O_CREAT, 0644);
	SHOW(close, 3);
}
