/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to tests and benchmarks of initramfs. Archives made
 * in memory, member by member. Pure code.
 */
#ifndef FS_INITRAMFS_TEST_ARCHIVE_H
#define FS_INITRAMFS_TEST_ARCHIVE_H

#include <exo/types.h>

struct test_archive {
	u8 *bytes;
	size_t room, size;
};

/* What differs from a regular file of root's with mode 0644 and one name. */
struct test_member {
	const char *name;
	u32 mode; /* 0: S_IFREG | 0644 */
	const void *content;
	u32 size; /* 0 with content: that of a string */
	u32 ino, links; /* 0: another for each member, and 1 */
	u32 uid, gid, mtime;
	u32 rdev_major, rdev_minor;
	const char *magic; /* NULL: "070701" */
	u32 checksum;
	u32 name_size; /* 0: that of the name with its NUL */
};

void test_archive_add(struct test_archive *archive,
		      const struct test_member *member);
void test_archive_end(struct test_archive *archive);
void test_archive_bytes(struct test_archive *archive, const void *bytes,
			size_t size);

#define TEST_MEMBER(archive, ...) \
	test_archive_add(archive, &(struct test_member){__VA_ARGS__})

#endif
