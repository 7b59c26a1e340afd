/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to initramfs. What a boot loader hands over, or the
 * build puts into the image: cpio archives, plain or each packed by gzip, one
 * after the other with any number of zeros between.
 *
 *	cpio  0 0 0  gzip(cpio 0 0 cpio)  0 0  cpio
 *
 * Pure code, as cpio.c.
 */
#ifndef FS_INITRAMFS_ARCHIVE_H
#define FS_INITRAMFS_ARCHIVE_H

#include <exo/inflate.h>
#include <exo/types.h>
#include <uapi/errno.h>

#include "cpio.h"

struct archive {
	struct cpio cpio;
	struct inflate_workspace *work; /* the caller's; NULL: no gzip */
	bool lost; /* the rest of what is being unpacked means nothing */
};

/*
 * Give the sink of archive->cpio all members of @size bytes at @data, and tell it
 * what is wrong. 0; -EINVAL when the last part could not be read; -ENOEXEC when
 * there is no archive at all.
 */
int archive_read(struct archive *archive, const void *data, size_t size);

/*
 * Within archive.c and gzip.c: bytes of cpio archives and zeros. What cannot be
 * read is told to the sink, and then the rest is passed over. Always 0.
 */
int archive_take_text(const void *bytes, size_t size, void *archive);

/* gzip.c: unpack the gzip data that *@in begins with, and go behind it. */
#ifdef CONFIG_INITRAMFS_GZIP
int archive_take_gzip(struct archive *archive, struct inflate_input *in);
#else
static inline int archive_take_gzip(struct archive *archive,
				    struct inflate_input *in)
{
	(void)archive;
	(void)in;
	return -EOPNOTSUPP;
}
#endif

#endif
