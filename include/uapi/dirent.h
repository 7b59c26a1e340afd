/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What getdents64(2) and getdents(2) write, with Linux's x86_64 layout: entries of
 * d_reclen bytes, which is a multiple of eight.
 */
#ifndef UAPI_DIRENT_H
#define UAPI_DIRENT_H

#include <exo/types.h>

struct linux_dirent64 {
	u64 d_ino;
	s64 d_off; /* position of the next */
	u16 d_reclen;
	u8 d_type; /* DT_* */
	char d_name[]; /* with a NUL */
};

/* d_type is the very last byte. */
struct linux_dirent {
	u64 d_ino;
	s64 d_off;
	u16 d_reclen;
	char d_name[];
};

#endif
