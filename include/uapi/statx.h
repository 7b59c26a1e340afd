/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What statx(2) tells, with Linux's values and layout.
 */
#ifndef UAPI_STATX_H
#define UAPI_STATX_H

#include <exo/types.h>

#define STATX_BASIC_STATS 0x07ffU
#define STATX_BTIME	  0x0800U
#define STATX__RESERVED	  0x80000000U

#define AT_STATX_FORCE_SYNC 0x2000
#define AT_STATX_DONT_SYNC  0x4000

struct statx_timestamp {
	s64 tv_sec;
	u32 tv_nsec;
	s32 __reserved;
};

struct statx {
	u32 stx_mask; /* which fields count */
	u32 stx_blksize;
	u64 stx_attributes;
	u32 stx_nlink;
	u32 stx_uid;
	u32 stx_gid;
	u16 stx_mode;
	u16 __spare0;
	u64 stx_ino;
	u64 stx_size;
	u64 stx_blocks; /* of 512 bytes */
	u64 stx_attributes_mask;
	struct statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
	u32 stx_rdev_major, stx_rdev_minor;
	u32 stx_dev_major, stx_dev_minor;
	u64 stx_mnt_id;
	u64 __spare2[13];
};

#endif
