// SPDX-License-Identifier: GPL-2.0-only
/*
 * Members, as cpio.c finds them, are handed to what makes their type of file.
 */
#include "unpack.h"

#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

#include "hard_link.h"

static int begin_symbolic_link(struct unpack *unpack)
{
	u32 size = unpack->member.size;

	unpack->target_size = 0;
	if (!size)
		return -ENOENT;
	return size < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int begin_type(struct unpack *unpack)
{
	switch (unpack->member.mode & S_IFMT) {
	case S_IFREG:
		return make_regular_file(unpack);
	case S_IFDIR:
		return make_directory(unpack);
	case S_IFLNK:
		return begin_symbolic_link(unpack);
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return make_node(unpack);
	default:
		return -EINVAL;
	}
}

static int begin(const struct cpio_member *member, void *arg)
{
	struct unpack *unpack = arg;
	int err;

	unpack->member = *member;
	unpack->file = NULL;
	err = begin_type(unpack);
	if (err)
		report_error(unpack, member->name, err);
	return err;
}

static int write_content(struct unpack *unpack, const void *bytes, size_t size)
{
	struct io_iter from = io_iter_buffer(bytes, size);
	ssize_t done = 0;

	if (!unpack->file)
		return 0;
	while (from.left && done >= 0)
		done = file_write(unpack->file, &from);
	return done < 0 ? (int)done : 0;
}

static int content(const void *bytes, size_t size, void *arg)
{
	struct unpack *unpack = arg;
	int err = 0;

	switch (unpack->member.mode & S_IFMT) {
	case S_IFREG:
		err = write_content(unpack, bytes, size);
		break;
	case S_IFLNK: /* begin() has seen that there is room */
		memcpy(unpack->target + unpack->target_size, bytes, size);
		unpack->target_size += (u32)size;
		break;
	}
	if (err)
		report_error(unpack, unpack->member.name, err);
	return err;
}

static int end_symbolic_link(struct unpack *unpack)
{
	unpack->target[unpack->target_size] = '\0';
	if (strlen(unpack->target) != unpack->target_size)
		return -EINVAL;
	return make_symbolic_link(unpack);
}

static int end_sound(struct unpack *unpack)
{
	switch (unpack->member.mode & S_IFMT) {
	case S_IFREG:
		unpack->bytes += unpack->member.size;
		return finish_regular_file(unpack);
	case S_IFLNK:
		return end_symbolic_link(unpack);
	}
	return 0;
}

static void end(bool sound, void *arg)
{
	struct unpack *unpack = arg;
	int err;

	if (!sound) {
		if (S_ISREG(unpack->member.mode))
			discard_regular_file(unpack);
		return;
	}
	err = end_sound(unpack);
	if (err)
		report_error(unpack, unpack->member.name, err);
	else
		unpack->members++;
}

static void trailer(void *arg)
{
	struct unpack *unpack = arg;

	hard_link_forget_all(&unpack->links);
}

static void problem(const char *name, const char *what, void *arg)
{
	report_problem(arg, name, what);
}

static const struct cpio_sink files = {
	.begin = begin,
	.content = content,
	.end = end,
	.trailer = trailer,
	.problem = problem,
};

static struct inflate_workspace *workspace_alloc(void)
{
	if (!IS_ENABLED(CONFIG_INITRAMFS_GZIP))
		return NULL;
	return kmalloc(sizeof(struct inflate_workspace));
}

struct unpack *unpack_begin(const struct path *root)
{
	struct unpack *unpack = kzalloc(sizeof(*unpack));

	if (!unpack)
		return NULL;
	unpack->archive.work = workspace_alloc();
	if (IS_ENABLED(CONFIG_INITRAMFS_GZIP) && !unpack->archive.work) {
		kfree(unpack);
		return NULL;
	}
	unpack->root = root;
	list_init(&unpack->directories);
	return unpack;
}

int unpack_quietly(struct unpack *unpack, const char *source, const void *data,
		   size_t size)
{
	int err;

	unpack->source = source;
	unpack->bytes = 0;
	unpack->members = 0;
	unpack->problems = 0;
	cpio_init(&unpack->archive.cpio, &files, unpack);
	err = archive_read(&unpack->archive, data, size);
	hard_link_forget_all(&unpack->links);
	return err;
}

bool unpack_source(struct unpack *unpack, const char *source, const void *data,
		   size_t size)
{
	if (unpack_quietly(unpack, source, data, size) == -ENOEXEC)
		return false;
	report_end(unpack);
	return true;
}

void unpack_end(struct unpack *unpack)
{
	directory_times_set(unpack);
	kfree(unpack->archive.work);
	kfree(unpack);
}
