/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of ioctl(2) that concern many kinds of files, with Linux's values.
 */
#ifndef UAPI_IOCTL_H
#define UAPI_IOCTL_H

/* How many bytes the next read can have: int. */
#define FIONREAD 0x541b

#endif
