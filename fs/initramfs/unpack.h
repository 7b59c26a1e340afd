/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to initramfs. From archives to files:
 *
 *	archive.c  parts, gzip.c	unpack.c      members
 *	cpio.c     members, checked	make_file.c   the files themselves
 *					hard_link.c   files that have more names
 *					report.c      messages
 *
 * A member is unpacked whole or not at all, and takes the place of a file that has
 * its name, as the archives of a boot loader override the built-in one.
 */
#ifndef FS_INITRAMFS_UNPACK_H
#define FS_INITRAMFS_UNPACK_H

#include <exo/avl_tree.h>
#include <exo/list.h>
#include <exo/path.h>
#include <exo/types.h>

#include "archive.h"

struct file;

struct unpack {
	const struct path *root; /* where names begin; NULL: here */
	const char *source; /* the archive, for messages */
	struct cpio_member member; /* the one at hand */
	struct file *file; /* that its content goes to */
	u32 target_size; /* how much of a symbolic link has come */
	char target[PATH_MAX];

	struct avl_tree links; /* files that may get more names */
	struct list_head directories; /* whose times are still to be set */

	u64 bytes; /* of files, from this source */
	u32 members, problems; /* likewise */

	struct archive archive;
};

/*
 * Begin to unpack below @root, NULL for the current directory. NULL when memory
 * is short. All of these may sleep.
 */
struct unpack *unpack_begin(const struct path *root);

/*
 * Unpack @size bytes at @data, which messages call @source. False when it is no
 * archive at all; what is wrong otherwise has been reported.
 */
bool unpack_source(struct unpack *unpack, const char *source, const void *data,
		   size_t size);

/* The same as archive_read(), without a message at the end. */
int unpack_quietly(struct unpack *unpack, const char *source, const void *data,
		   size_t size);

/* All is there: give directories their times, and @unpack back. */
void unpack_end(struct unpack *unpack);

/* --- Between the files of initramfs */

/*
 * make_file.c: make what the member at hand is, in place of what has its name, with
 * its attributes. A regular file is left open as unpack->file for its content,
 * unless it is one more name of one and brings none.
 */
int make_directory(struct unpack *unpack);
int make_node(struct unpack *unpack);
int make_symbolic_link(struct unpack *unpack);
int make_regular_file(struct unpack *unpack);
/* The content has come, or must not stay. */
int finish_regular_file(struct unpack *unpack);
void discard_regular_file(struct unpack *unpack);

/* directory_times.c: of those made, to be set when all that is in them is. */
int directory_times_add(struct unpack *unpack, const struct path *path);
void directory_times_set(struct unpack *unpack);

/* report.c: the member @name (NULL: the archive) is left out or damaged. */
void report_problem(struct unpack *unpack, const char *name, const char *what);
/* The same by a negative errno. */
void report_error(struct unpack *unpack, const char *name, int err);
void report_end(const struct unpack *unpack);

#endif
