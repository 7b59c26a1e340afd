// SPDX-License-Identifier: GPL-2.0-only
#include "test_tree.h"

#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/fs_context.h>
#include <exo/heap_statistics.h>
#include <exo/mount.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"

static const char place[] = "/ktest";

static u64 dentries(void)
{
	struct dentry_statistics statistics;

	dentry_statistics(&statistics);
	return statistics.total;
}

static int enter(void)
{
	struct path path;
	int err = path_lookup(NULL, place, 0, &path);

	if (err)
		return err;
	err = vfs_chdir(&path);
	path_put(&path);
	return err;
}

/* Where the task stood before. */
static void leave(struct test_tree *tree)
{
	fs_context_put(current->fs);
	current->fs = tree->outside;
}

int test_tree_begin(struct test_tree *tree, const char *options)
{
	int err;

	/* A test may empty the cache: what others looked up is not to count. */
	dentry_cache_shrink(~0U);
	/* That there is no such name is remembered from here on. */
	err = vfs_mkdir(NULL, place, 0777);
	if (!err)
		err = vfs_rmdir(NULL, place);
	if (err)
		return err;
	tree->outside = current->fs;
	tree->blocks = heap_blocks_in_use();
	tree->dentries = dentries();
	current->fs = fs_context_copy(fs_context_current());
	if (!current->fs) {
		current->fs = tree->outside;
		return -ENOMEM;
	}
	vfs_set_umask(0);
	err = vfs_mkdir(NULL, place, 0777);
	if (!err)
		err = vfs_mount("none", place, "tmpfs", 0, options);
	if (!err)
		err = enter();
	if (err) {
		vfs_umount(place, 0);
		vfs_rmdir(NULL, place);
		leave(tree);
	}
	return err;
}

int test_tree_end(struct test_tree *tree)
{
	int err;

	leave(tree);
	err = vfs_umount(place, 0);
	return err ? err : vfs_rmdir(NULL, place);
}

s64 test_tree_leaked(const struct test_tree *tree)
{
	return (s64)(heap_blocks_in_use() - tree->blocks);
}

s64 test_tree_names_left(const struct test_tree *tree)
{
	return (s64)(dentries() - tree->dentries);
}

int test_write(const char *name, const char *text)
{
	struct io_iter from = io_iter_buffer(text, strlen(text));
	struct file *file;
	ssize_t done;
	int err =
		vfs_open(NULL, name, O_WRONLY | O_CREAT | O_TRUNC, 0644, &file);

	if (err)
		return err;
	done = file_write(file, &from);
	file_put(file);
	if (done < 0)
		return (int)done;
	return from.left ? -EIO : 0;
}

bool test_has(const char *name, const char *text)
{
	char buffer[64];
	struct io_iter to = io_iter_buffer(buffer, sizeof(buffer));
	size_t length = strlen(text);
	struct file *file;
	ssize_t done;

	if (vfs_open(NULL, name, O_RDONLY, 0, &file))
		return false;
	done = file_read(file, &to);
	file_put(file);
	return done == (ssize_t)length && !memcmp(buffer, text, length);
}

int test_mode(const char *name)
{
	struct stat status;
	int err = vfs_stat(NULL, name, AT_SYMLINK_NOFOLLOW, &status);

	return err ? err : (int)status.st_mode;
}

int test_links(const char *name)
{
	struct stat status;
	int err = vfs_stat(NULL, name, AT_SYMLINK_NOFOLLOW, &status);

	return err ? err : (int)status.st_nlink;
}

s64 test_inode(const char *name)
{
	struct stat status;
	int err = vfs_stat(NULL, name, AT_SYMLINK_NOFOLLOW, &status);

	return err ? err : (s64)status.st_ino;
}

void test_become(u32 uid)
{
	struct credentials *mine = credentials_copy(&initial_credentials, 1);

	credentials_put(current->credentials);
	current->credentials = mine;
	if (!mine)
		return;
	mine->uid = mine->euid = mine->suid = mine->fsuid = uid;
	mine->gid = mine->egid = mine->sgid = mine->fsgid = uid;
	mine->groups[0] = uid + 1;
}

void test_become_root(void)
{
	credentials_put(current->credentials);
	current->credentials = NULL;
}
