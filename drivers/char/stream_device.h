/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to devices that have no position: any one is the
 * beginning, as Linux has it for null(4) and random(4).
 */
#ifndef DRIVERS_CHAR_STREAM_DEVICE_H
#define DRIVERS_CHAR_STREAM_DEVICE_H

#include <exo/char_device.h>
#include <exo/file.h>

/* For file_ops.seek: it succeeds and moves nothing. */
static inline s64 seek_nowhere(struct file *file, s64 offset, int whence)
{
	(void)file;
	(void)offset;
	(void)whence;
	return 0;
}

/* For char_device.open: without a position to look after, no lock is taken. */
static inline int open_stream(const struct char_device *device,
			      struct file *file)
{
	(void)device;
	file->stream = true;
	return 0;
}

#endif
