/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of ioctl(2) that concern many kinds of files, with Linux's values.
 */
#ifndef UAPI_IOCTL_H
#define UAPI_IOCTL_H

/* How many bytes the next read can have: int. */
#define FIONREAD 0x541b

/* O_NONBLOCK, O_ASYNC: from an int. */
#define FIONBIO	 0x5421
#define FIOASYNC 0x5452

/* FD_CLOEXEC, of the descriptor. */
#define FIONCLEX 0x5450
#define FIOCLEX	 0x5451

#endif
