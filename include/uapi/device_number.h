/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers of devices as mknod(2) takes them and stat(2) tells them, in Linux's
 * encoding (makedev(3)):
 *
 *	bits 31..20 minor, high   19..8 major   7..0 minor, low
 */
#ifndef UAPI_DEVICE_NUMBER_H
#define UAPI_DEVICE_NUMBER_H

#include <exo/types.h>

#define DEVICE_NUMBER(major, minor) \
	(((minor)&0xffU) | ((major)&0xfffU) << 8 | ((minor)&0xfff00U) << 12)

static inline u32 device_major(u64 number)
{
	return (u32)(number >> 8) & 0xfff;
}

static inline u32 device_minor(u64 number)
{
	return (u32)(number & 0xff) | ((u32)(number >> 12) & 0xfff00);
}

#endif
