/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What F_SETLK, F_SETLKW and F_GETLK are about, with Linux's x86_64 layout. The
 * types and commands are in <uapi/fcntl.h>.
 */
#ifndef UAPI_FLOCK_H
#define UAPI_FLOCK_H

#include <exo/types.h>

struct flock {
	s16 l_type; /* F_RDLCK, F_WRLCK, F_UNLCK */
	s16 l_whence; /* SEEK_*, which l_start counts from */
	s64 l_start;
	s64 l_len; /* 0: to the end, however far; < 0: the bytes before l_start */
	s32 l_pid;
};

#endif
