// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of an archive, made by name. Names have been checked: they begin at
 * unpack->root and have no "..". Symbolic links on the way are followed, as
 * archives that have "lib -> usr/lib" want it; the last component never is.
 */
#include <exo/file.h>
#include <exo/time.h>
#include <exo/vfs.h>
#include <uapi/device_number.h>
#include <uapi/errno.h>

#include "hard_link.h"
#include "unpack.h"

static int set_attributes(const struct unpack *unpack, const struct path *path)
{
	const struct cpio_member *member = &unpack->member;
	struct attributes changes = {
		.valid = ATTRIBUTE_UID | ATTRIBUTE_GID | ATTRIBUTE_ATIME |
			 ATTRIBUTE_MTIME,
		.mode = member->mode & 07777,
		.uid = member->uid,
		.gid = member->gid,
		.atime_ns = (s64)(member->mtime * NSEC_PER_SEC),
		.mtime_ns = (s64)(member->mtime * NSEC_PER_SEC),
	};

	if (!S_ISLNK(member->mode))
		changes.valid |= ATTRIBUTE_MODE;
	return vfs_set_attributes(path, &changes);
}

static int find(const struct unpack *unpack, struct path *path)
{
	return path_lookup(unpack->root, unpack->member.name,
			   AT_SYMLINK_NOFOLLOW, path);
}

/* Set the attributes of what was made; then do @also, if there is that. */
static int finish(struct unpack *unpack,
		  int (*also)(struct unpack *unpack, const struct path *path))
{
	struct path path;
	int err = find(unpack, &path);

	if (err)
		return err;
	err = set_attributes(unpack, &path);
	if (!err && also)
		err = also(unpack, &path);
	path_put(&path);
	return err;
}

static int remove(const struct unpack *unpack)
{
	const char *name = unpack->member.name;
	int err = vfs_unlink(unpack->root, name);

	return err == -EISDIR ? vfs_rmdir(unpack->root, name) : err;
}

/* Do what gives the file its name, in place of whatever has that. */
static int replace(struct unpack *unpack, int (*make)(struct unpack *unpack))
{
	int err = make(unpack);

	if (err != -EEXIST)
		return err;
	err = remove(unpack);
	return err ? err : make(unpack);
}

/* --- Directories */

static int mkdir(struct unpack *unpack)
{
	return vfs_mkdir(unpack->root, unpack->member.name, S_IRWXU);
}

static bool is_directory(const struct unpack *unpack)
{
	struct stat status;

	return !vfs_stat(unpack->root, unpack->member.name, AT_SYMLINK_NOFOLLOW,
			 &status) &&
	       S_ISDIR(status.st_mode);
}

/* One that is there, as the root is, stays with what is in it. */
int make_directory(struct unpack *unpack)
{
	int err = mkdir(unpack);

	if (err == -EEXIST && !is_directory(unpack))
		err = replace(unpack, mkdir);
	if (err && err != -EEXIST)
		return err;
	return finish(unpack, directory_times_add);
}

/* --- Symbolic links */

static int symlink(struct unpack *unpack)
{
	return vfs_symlink(unpack->target, unpack->root, unpack->member.name);
}

int make_symbolic_link(struct unpack *unpack)
{
	int err = replace(unpack, symlink);

	return err ? err : finish(unpack, NULL);
}

/* --- Hard links */

static const struct path *first_name(const struct unpack *unpack)
{
	if (unpack->member.links < 2)
		return NULL;
	return hard_link_find(&unpack->links, &unpack->member);
}

static int link(struct unpack *unpack)
{
	return vfs_link(first_name(unpack), "", unpack->root,
			unpack->member.name, AT_EMPTY_PATH);
}

/* Does the name already mean that file? */
static bool is_linked(const struct unpack *unpack, const struct path *first)
{
	struct path path;
	bool same;

	if (find(unpack, &path))
		return false;
	same = path_inode(&path) == path_inode(first);
	path_put(&path);
	return same;
}

static int make_link(struct unpack *unpack, const struct path *first)
{
	return is_linked(unpack, first) ? 0 : replace(unpack, link);
}

/* Others may follow that are the same file. */
static int remember(struct unpack *unpack, const struct path *path)
{
	if (unpack->member.links < 2)
		return 0;
	return hard_link_add(&unpack->links, &unpack->member, path);
}

/* --- Devices, FIFOs, sockets */

static int mknod(struct unpack *unpack)
{
	const struct cpio_member *member = &unpack->member;

	return vfs_mknod(unpack->root, member->name, member->mode,
			 DEVICE_NUMBER(member->rdev_major, member->rdev_minor));
}

int make_node(struct unpack *unpack)
{
	const struct path *first = first_name(unpack);
	int err;

	if (first)
		return make_link(unpack, first);
	err = replace(unpack, mknod);
	if (err)
		return err;
	return finish(unpack, remember);
}

/* --- Regular files */

static int open_new(struct unpack *unpack)
{
	return vfs_open(unpack->root, unpack->member.name,
			O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR,
			&unpack->file);
}

/* The content is in any of the members that are the file, mostly the last. */
static int open_linked(struct unpack *unpack, const struct path *first)
{
	int err = make_link(unpack, first);

	if (err || !unpack->member.size)
		return err;
	return vfs_open(unpack->root, unpack->member.name,
			O_WRONLY | O_TRUNC | O_NOFOLLOW, 0, &unpack->file);
}

int make_regular_file(struct unpack *unpack)
{
	const struct path *first = first_name(unpack);
	int err;

	if (first)
		return open_linked(unpack, first);
	err = replace(unpack, open_new);
	if (err)
		return err;
	err = remember(unpack, &unpack->file->path);
	if (err)
		discard_regular_file(unpack);
	return err;
}

int finish_regular_file(struct unpack *unpack)
{
	int err;

	if (!unpack->file)
		return 0;
	err = set_attributes(unpack, &unpack->file->path);
	file_put(unpack->file);
	return err;
}

/* Its memory is given back even if it has other names, which stay, empty. */
void discard_regular_file(struct unpack *unpack)
{
	int err = 0;

	if (unpack->file) {
		err = vfs_truncate_file(unpack->file, 0);
		file_put(unpack->file);
	}
	if (!err)
		err = remove(unpack);
	if (err)
		report_error(unpack, unpack->member.name, err);
}
