// SPDX-License-Identifier: GPL-2.0-only
/*
 * The load test's look at the tree it leaves behind, and its removal.
 */
#include <exo/console.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/list.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/statfs.h>

#include "files_load.h"

enum {
	FILES_MAX = 16384,
};

/* A directory that was found; the last ones found have nothing below them. */
struct found {
	struct list_head node;
	char path[]; /* "./d1/n2" */
};

/* A file with several names, by inode number. */
struct counted {
	u64 inode;
	u64 links, names;
};

struct check {
	struct directory_sink sink;
	struct list_head directories;
	const struct found *here; /* that is being listed */
	u64 subdirectories; /* seen in it */
	struct counted *files;
	unsigned int nr_files;
	u64 wrong;
};

static char *join(const char *directory, const char *name, size_t length)
{
	size_t size = strlen(directory) + length + 2;
	char *path = kmalloc(size);

	if (path)
		snprintf(path, size, "%s/%.*s", directory, (int)length, name);
	return path;
}

static bool add_directory(struct check *check, const char *path)
{
	size_t size = strlen(path) + 1;
	struct found *found = kmalloc(sizeof(*found) + size);

	if (!found)
		return false;
	memcpy(found->path, path, size);
	list_add_tail(&found->node, &check->directories);
	return true;
}

static void count_file(struct check *check, u64 inode)
{
	for (unsigned int i = 0; i < check->nr_files; i++) {
		if (check->files[i].inode == inode) {
			check->files[i].names++;
			return;
		}
	}
	if (check->nr_files == FILES_MAX) {
		check->wrong++;
		return;
	}
	check->files[check->nr_files++] =
		(struct counted){.inode = inode, .names = 1};
}

static bool see_entry(struct directory_sink *sink,
		      const struct directory_entry *entry)
{
	struct check *check = container_of(sink, struct check, sink);
	char *path;

	if (entry->name[0] == '.')
		return true;
	if (entry->type != DT_DIR) {
		count_file(check, entry->number);
		return true;
	}
	check->subdirectories++;
	path = join(check->here->path, entry->name, entry->length);
	check->wrong += !path || !add_directory(check, path);
	kfree(path);
	return true;
}

static int list(const char *path, struct directory_sink *sink)
{
	struct file *file;
	int err = vfs_open(NULL, path, O_RDONLY, 0, &file);

	if (err)
		return err;
	err = vfs_list(file, sink);
	file_put(file);
	return err;
}

static void check_directory(struct check *check, const struct found *found)
{
	struct stat status = {0};

	check->here = found;
	check->subdirectories = 0;
	check->wrong += list(found->path, &check->sink) != 0;
	check->wrong += vfs_stat(NULL, found->path, 0, &status) != 0;
	if (status.st_nlink != 2 + check->subdirectories) {
		console_printf("files: %s has %lu links\n", found->path,
			       status.st_nlink);
		check->wrong++;
	}
}

/* Remove the first name, if it is a file, and remember its links before. */
struct removal {
	struct directory_sink sink;
	char name[NAME_MAX + 1];
};

static bool take_file(struct directory_sink *sink,
		      const struct directory_entry *entry)
{
	struct removal *removal = container_of(sink, struct removal, sink);

	if (removal->name[0])
		return false;
	if (entry->type != DT_DIR)
		snprintf(removal->name, sizeof(removal->name), "%.*s",
			 (int)entry->length, entry->name);
	return true;
}

/* The links of @path, before any is removed. */
static void compare_links(struct check *check, const char *path)
{
	struct stat status = {0};

	check->wrong += vfs_stat(NULL, path, AT_SYMLINK_NOFOLLOW, &status) != 0;
	for (unsigned int i = 0; i < check->nr_files; i++) {
		struct counted *file = &check->files[i];

		if (file->inode != status.st_ino)
			continue;
		if (file->names-- != status.st_nlink) {
			console_printf("files: %s has %lu links\n", path,
				       status.st_nlink);
			check->wrong++;
		}
	}
}

static void remove_files(struct check *check, const struct found *found)
{
	struct removal removal = {.sink.add = take_file};
	char *path;

	for (;;) {
		removal.name[0] = '\0';
		if (list(found->path, &removal.sink) || !removal.name[0])
			break;
		path = join(found->path, removal.name, strlen(removal.name));
		if (!path)
			break;
		compare_links(check, path);
		check->wrong += vfs_unlink(NULL, path) != 0;
		kfree(path);
	}
}

/* Parents were found before their children. */
static void remove_all(struct check *check)
{
	while (!list_empty(&check->directories)) {
		struct found *last =
			list_entry(check->directories.prev, struct found, node);

		remove_files(check, last);
		if (strcmp(last->path, ".") != 0 &&
		    vfs_rmdir(NULL, last->path)) {
			console_printf("files: %s stays\n", last->path);
			check->wrong++;
		}
		list_del(&last->node);
		kfree(last);
	}
}

static void check_nothing_left(struct check *check)
{
	struct statfs status = {0};
	struct path path;

	if (path_lookup(NULL, ".", 0, &path)) {
		check->wrong++;
		return;
	}
	vfs_statfs(&path, &status);
	path_put(&path);
	console_printf("files: %ld inodes and %ld pages left\n",
		       status.f_files - status.f_ffree - 1,
		       status.f_blocks - status.f_bfree);
	check->wrong += status.f_files - status.f_ffree != 1 ||
			status.f_blocks != status.f_bfree;
}

bool files_check_and_remove(void)
{
	struct check check = {.sink.add = see_entry};
	struct found *found;

	list_init(&check.directories);
	check.files = kcalloc(FILES_MAX, sizeof(*check.files));
	if (!check.files || !add_directory(&check, "."))
		check.wrong++;
	/* The list grows at its end while it is walked. */
	list_for_each_entry(found, &check.directories, node)
		check_directory(&check, found);
	console_printf("files: %u files in the end\n", check.nr_files);
	remove_all(&check);
	check_nothing_left(&check);
	kfree(check.files);
	return !check.wrong;
}
