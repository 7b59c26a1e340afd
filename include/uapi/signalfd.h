/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * signalfd(2), with Linux's values and layout.
 */
#ifndef UAPI_SIGNALFD_H
#define UAPI_SIGNALFD_H

#include <exo/types.h>
#include <uapi/fcntl.h>

#define SFD_CLOEXEC  O_CLOEXEC
#define SFD_NONBLOCK O_NONBLOCK

/* Fields that a signal does not have are 0. */
struct signalfd_siginfo {
	u32 ssi_signo;
	s32 ssi_errno;
	s32 ssi_code;
	u32 ssi_pid;
	u32 ssi_uid;
	s32 ssi_fd;
	u32 ssi_tid;
	u32 ssi_band;
	u32 ssi_overrun;
	u32 ssi_trapno;
	s32 ssi_status;
	s32 ssi_int;
	u64 ssi_ptr;
	u64 ssi_utime;
	u64 ssi_stime;
	u64 ssi_addr;
	u8 unused[48];
};

_Static_assert(sizeof(struct signalfd_siginfo) == 128, "as on Linux");

#endif
