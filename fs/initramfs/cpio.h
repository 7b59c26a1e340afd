/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to initramfs. Reading the members of a cpio archive
 * as they come, in pieces of any size. The format is "newc": cpio(5), and Linux's
 * Documentation/driver-api/early-userspace/buffer-format.rst.
 *
 *	header (110)  name, NUL  0-3 x 0  content  0-3 x 0   next header ...
 *
 * Pure code: it neither allocates nor sleeps, but the sink may.
 */
#ifndef FS_INITRAMFS_CPIO_H
#define FS_INITRAMFS_CPIO_H

#include <exo/types.h>
#include <uapi/limits.h>

/* A member's header. The numbers are the archive's word, unchecked. */
struct cpio_member {
	/*
	 * Not empty, shorter than PATH_MAX, without slashes in front and
	 * without "..". "." is where the archive is unpacked.
	 */
	const char *name;
	u32 ino, mode, uid, gid;
	u32 links; /* members that are the same file, of one archive */
	u32 mtime; /* seconds since 1970 UTC */
	u32 size; /* bytes of content */
	u32 device_major, device_minor; /* that the file was on */
	u32 rdev_major, rdev_minor; /* that a device node means */
};

/* Who takes the members; @arg is that of struct cpio. */
struct cpio_sink {
	/* A member begins. Other than 0: its content is not wanted. */
	int (*begin)(const struct cpio_member *member, void *arg);
	/* The next @size bytes of what begin wanted. Other than 0: no more. */
	int (*content)(const void *bytes, size_t size, void *arg);
	/*
	 * The member that begin wanted is complete, or it is not @sound: cut
	 * short, against its checksum, or given up by content.
	 */
	void (*end)(bool sound, void *arg);
	/* An archive is complete. */
	void (*trailer)(void *arg);
	/*
	 * Something is wrong with the member @name, which may be any bytes, or
	 * with what is there in place of the first member (NULL).
	 */
	void (*problem)(const char *name, const char *what, void *arg);
};

enum {
	CPIO_HEADER_SIZE = 110,
};

enum cpio_part {
	CPIO_BETWEEN, /* members; nothing of the next has been seen */
	CPIO_HEADER,
	CPIO_NAME,
	CPIO_CONTENT,
	CPIO_PADDING,
};

struct cpio {
	const struct cpio_sink *sink;
	void *arg;

	enum cpio_part part;
	u64 left; /* bytes of it that have not been seen */
	u32 kept; /* bytes of it in header or name */

	struct cpio_member member;
	u32 name_size; /* with the NUL, as the header has it */
	u32 checksum, sum;
	bool summed; /* the header has a checksum */
	bool wanted; /* the content */
	bool open; /* members have come, and no trailer yet */
	bool named; /* name is that of a member */
	char header[CPIO_HEADER_SIZE];
	char name[PATH_MAX + 1];
};

void cpio_init(struct cpio *cpio, const struct cpio_sink *sink, void *arg);

/* Is it between two members? Then zeros may follow, or something else. */
static inline bool cpio_between(const struct cpio *cpio)
{
	return cpio->part == CPIO_BETWEEN;
}

/*
 * Take from @size bytes, at least one, what belongs to one member. How many, or
 * -EINVAL when there should be a header and is none, which the sink was told.
 */
ssize_t cpio_feed(struct cpio *cpio, const u8 *bytes, size_t size);

/* There is no more: a member that is not complete is cut short. */
void cpio_end(struct cpio *cpio);

#endif
