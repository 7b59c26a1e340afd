// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each function with its first allocation failing, then the second, and so on,
 * from an empty cache of names: -ENOMEM, or -ENOLCK, and all is as before.
 */
#include <exo/credentials.h>
#include <exo/directory_sink.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/filesystem.h>
#include <exo/fs_context.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/statfs.h>

#include "dentry.h"
#include "test_tree.h"

#define LONG_NAME "a name that is too long to be kept in the dentry itself"

struct step {
	const char *what;
	int (*act)(void);
	int (*undo)(void); /* after success; NULL: nothing to do */
};

static struct file *file; /* "d/file" */

static int open_new(void)
{
	struct file *opened;
	int err =
		vfs_open(NULL, "d/" LONG_NAME, O_CREAT | O_RDWR, 0600, &opened);

	if (!err)
		file_put(opened);
	else if (test_mode("d/" LONG_NAME) != -ENOENT)
		err = -EEXIST; /* it failed, and yet there it is */
	return err;
}

static int unlink_new(void)
{
	return vfs_unlink(NULL, "d/" LONG_NAME);
}

static int open_old(void)
{
	struct file *opened;
	int err = vfs_open(NULL, "to_d/file", O_RDONLY, 0, &opened);

	if (!err)
		file_put(opened);
	return err;
}

static int open_place(void)
{
	struct file *opened;
	int err = vfs_open(NULL, "to_d", O_PATH | O_NOFOLLOW, 0, &opened);

	if (!err)
		file_put(opened);
	return err;
}

static int mkdir_new(void)
{
	return vfs_mkdir(NULL, "to_d/" LONG_NAME, 0700);
}

static int rmdir_new(void)
{
	return vfs_rmdir(NULL, "to_d/" LONG_NAME);
}

static int mknod_new(void)
{
	return vfs_mknod(NULL, "d/" LONG_NAME, S_IFIFO | 0600, 0);
}

static int make_socket(void)
{
	struct path made;
	int err = vfs_make_socket("d/" LONG_NAME, 0600, &made);

	if (!err)
		path_put(&made);
	return err;
}

static int unlink_old(void)
{
	return vfs_unlink(NULL, "to_d/file");
}

static int write_old(void)
{
	return test_write("d/file", "df");
}

static int rmdir_old(void)
{
	return vfs_rmdir(NULL, "to_d/../empty");
}

static int mkdir_old(void)
{
	return vfs_mkdir(NULL, "empty", 0755);
}

static int open_fifo(void)
{
	struct file *opened;
	int err = vfs_open(NULL, "d/fifo", O_RDONLY | O_NONBLOCK, 0, &opened);

	if (!err)
		file_put(opened);
	return err == -ENXIO ? 0 : err; /* nobody is registered for it */
}

static int symlink_new(void)
{
	return vfs_symlink(LONG_NAME, NULL, "d/" LONG_NAME);
}

static int link_new(void)
{
	return vfs_link(NULL, "d/file", NULL, "d/" LONG_NAME, 0);
}

static int rename_there(void)
{
	return vfs_rename(NULL, "d/file", NULL, LONG_NAME, 0);
}

static int rename_back(void)
{
	return vfs_rename(NULL, LONG_NAME, NULL, "d/file", 0);
}

static int exchange(void)
{
	return vfs_rename(NULL, "d", NULL, "file", RENAME_EXCHANGE);
}

static int stat_old(void)
{
	struct stat status;

	return vfs_stat(NULL, "to_d/file", 0, &status);
}

static int stat_none(void)
{
	struct stat status;
	int err = vfs_stat(NULL, "to_d/none", 0, &status);

	return err == -ENOENT ? 0 : err;
}

static int readlink_old(void)
{
	char text[4];
	ssize_t length = vfs_readlink(NULL, "to_d", text, sizeof(text));

	return length < 0 ? (int)length : 0;
}

static int access_as_real(void)
{
	struct credentials *mine = current->credentials;
	int err;

	mine->uid = 1;
	err = vfs_access(NULL, "d", R_OK, 0);
	mine->uid = 0;
	return err;
}

static int statfs_here(void)
{
	struct statfs status;
	struct path path;
	int err = path_lookup(NULL, "d", 0, &path);

	if (err)
		return err;
	err = vfs_statfs(&path, &status);
	path_put(&path);
	return err;
}

static int change_and_back(void)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_MODE | ATTRIBUTE_UID | ATTRIBUTE_GID |
			 ATTRIBUTE_ATIME | ATTRIBUTE_MTIME,
		.mode = 0600,
	};
	struct path path;
	int err = path_lookup(NULL, "d/file", 0, &path);

	if (err)
		return err;
	err = vfs_set_attributes(&path, &changes);
	path_put(&path);
	return err;
}

static int write_far(void)
{
	struct io_iter from = io_iter_buffer("x", 1);
	ssize_t done = file_write_at(file, &from, 1UL << 40);

	return done < 0 ? (int)done : 0;
}

static int truncate_all(void)
{
	return vfs_truncate_file(file, 0);
}

static bool add_none(struct directory_sink *sink,
		     const struct directory_entry *entry)
{
	(void)sink;
	(void)entry;
	return true;
}

static int list_directory(void)
{
	struct directory_sink sink = {.add = add_none};
	struct file *opened;
	int err = vfs_open(NULL, "d", O_RDONLY, 0, &opened);

	if (err)
		return err;
	err = vfs_list(opened, &sink);
	file_put(opened);
	return err;
}

static int mount_new(void)
{
	return vfs_mount("none", "d", "tmpfs", 0, "size=1M");
}

static int mount_bind(void)
{
	return vfs_mount("d", "d", NULL, MS_BIND, NULL);
}

static int umount_new(void)
{
	return vfs_umount("d", 0);
}

static int umount_old(void)
{
	return vfs_umount("mounted/../mounted", 0);
}

static int mount_old(void)
{
	return vfs_mount("none", "mounted", "tmpfs", 0, NULL);
}

static int visit_none(const struct mount_info *info, void *arg)
{
	struct statfs status;

	(void)arg;
	superblock_statfs(info->superblock, &status);
	return 0;
}

static int visit_mounts(void)
{
	return mount_visit(visit_none, NULL);
}

static int copy_context(void)
{
	struct fs_context *copy = fs_context_copy(fs_context_current());

	fs_context_put(copy);
	return copy ? 0 : -ENOMEM;
}

static int copy_credentials(void)
{
	struct credentials *copy = credentials_copy(credentials_current(), 3);

	credentials_put(copy);
	return copy ? 0 : -ENOMEM;
}

static int change_directory(void)
{
	struct path path;
	int err = path_lookup(NULL, "d/..", 0, &path);

	if (err)
		return err;
	err = vfs_chdir(&path);
	path_put(&path);
	return err;
}

static int lock_whole(void)
{
	return file_flock(file, LOCK_EX | LOCK_NB);
}

static int unlock_whole(void)
{
	return file_flock(file, LOCK_UN);
}

static int lock_range(void)
{
	const struct flock flock = {.l_type = F_WRLCK, .l_len = 10};

	return file_lock_set(file, file, &flock, false);
}

static int unlock_range(void)
{
	file_locks_drop(file, file);
	return 0;
}

static const struct step steps[] = {
	{"open, new", open_new, unlink_new},
	{"open, old", open_old, NULL},
	{"open, O_PATH", open_place, NULL},
	{"mkdir", mkdir_new, rmdir_new},
	{"mknod", mknod_new, unlink_new},
	{"make_socket", make_socket, unlink_new},
	{"unlink", unlink_old, write_old},
	{"rmdir", rmdir_old, mkdir_old},
	{"open, FIFO", open_fifo, NULL},
	{"symlink", symlink_new, unlink_new},
	{"link", link_new, unlink_new},
	{"rename", rename_there, rename_back},
	{"exchange", exchange, exchange},
	{"stat", stat_old, NULL},
	{"stat of nothing", stat_none, NULL},
	{"readlink", readlink_old, NULL},
	{"access", access_as_real, NULL},
	{"statfs", statfs_here, NULL},
	{"attributes", change_and_back, NULL},
	{"write", write_far, truncate_all},
	{"list", list_directory, NULL},
	{"mount", mount_new, umount_new},
	{"bind", mount_bind, umount_new},
	{"umount", umount_old, mount_old},
	{"list mounts", visit_mounts, NULL},
	{"fs_context_copy", copy_context, NULL},
	{"credentials_copy", copy_credentials, NULL},
	{"chdir", change_directory, NULL},
	{"flock", lock_whole, unlock_whole},
	{"F_OFD_SETLK", lock_range, unlock_range},
};

/*
 * Not fault_inject_each(): what went well, in spite of a failure maybe, is undone
 * with none. Returns how many failures there were.
 */
static unsigned int try_each_failure(struct ktest *t, const struct step *step)
{
	bool failed = true, wrong = false;
	unsigned int nth;
	int err = -1;

	for (nth = 1; failed; nth++) {
		fault_inject_start(nth);
		err = step->act();
		failed = fault_inject_stop();
		wrong |= err && err != -ENOMEM && err != -ENOLCK;
		if (!err && step->undo)
			wrong |= step->undo() != 0;
		dentry_cache_shrink(1000);
	}
	if (!KTEST_EXPECT(t, !wrong && !err))
		KTEST_EXPECT_STREQ(t, step->what, "");
	return nth - 2;
}

KTEST(vfs_failure, each_function_fails_cleanly_without_memory)
{
	struct test_tree tree;
	unsigned int failures = 0;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	KTEST_ASSERT_EQ(t, test_write("file", "f"), 0);
	KTEST_ASSERT_EQ(t, test_write("d/file", "df"), 0);
	KTEST_ASSERT_EQ(t, vfs_symlink("d", NULL, "to_d"), 0);
	KTEST_ASSERT_EQ(t, mkdir_old(), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "mounted", 0755), 0);
	KTEST_ASSERT_EQ(t, mount_old(), 0);
	KTEST_ASSERT_EQ(t, vfs_mknod(NULL, "d/fifo", S_IFIFO | 0600, 0), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "file", O_RDWR, 0, &file), 0);
	test_become(0);
	KTEST_ASSERT(t, current->credentials);
	for (unsigned int i = 0; i < ARRAY_SIZE(steps); i++)
		failures += try_each_failure(t, &steps[i]);
	if (IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_EXPECT_GE(t, failures, 2 * ARRAY_SIZE(steps));
	test_become_root();
	KTEST_EXPECT(t, test_has("d/file", "df"));
	KTEST_EXPECT_EQ(t, vfs_umount("mounted", 0), 0);
	KTEST_EXPECT_EQ(t, test_links("."), 5);
	KTEST_EXPECT_EQ(t, test_links("d/file"), 1);
	file_put(file);
	test_tree_check_end(t, &tree);
}
