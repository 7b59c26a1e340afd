/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What statfs(2) tells, with Linux's x86_64 layout.
 */
#ifndef UAPI_STATFS_H
#define UAPI_STATFS_H

#include <exo/types.h>

#define TMPFS_MAGIC	 0x01021994
#define PROC_SUPER_MAGIC 0x00009fa0
#define PIPEFS_MAGIC	 0x50495045

/* f_flags; the bits of <uapi/mount.h> up to MS_NOEXEC have the same values. */
#define ST_VALID    0x0020
#define ST_NOATIME  0x0400
#define ST_RELATIME 0x1000

struct statfs {
	s64 f_type;
	s64 f_bsize;
	s64 f_blocks; /* of f_bsize; 0: no limit */
	s64 f_bfree;
	s64 f_bavail;
	s64 f_files; /* inodes; 0: no limit */
	s64 f_ffree;
	s32 f_fsid[2];
	s64 f_namelen;
	s64 f_frsize;
	s64 f_flags;
	s64 f_spare[4];
};

#endif
