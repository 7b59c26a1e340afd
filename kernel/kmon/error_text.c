// SPDX-License-Identifier: GPL-2.0-only
/*
 * Error numbers in words, for those the kernel's own commands can meet.
 */
#include <exo/compiler.h>
#include <uapi/errno.h>

#include "internal.h"

static const char *const texts[] = {
	[EPERM] = "not permitted",
	[ENOENT] = "no such thing",
	[EINTR] = "interrupted",
	[EIO] = "the device does not answer sensibly",
	[ENXIO] = "no such device or address",
	[E2BIG] = "too much",
	[EAGAIN] = "not now, try again",
	[ENOMEM] = "out of memory",
	[EACCES] = "access denied",
	[EFAULT] = "no memory is mapped there",
	[EBUSY] = "busy",
	[EEXIST] = "exists already",
	[EXDEV] = "in another filesystem",
	[ENODEV] = "no such device",
	[ENOTDIR] = "not a directory",
	[EISDIR] = "is a directory",
	[EINVAL] = "invalid argument",
	[ENOTTY] = "not supported by this device",
	[EFBIG] = "file too large",
	[ENOSPC] = "no space left",
	[EROFS] = "mounted read-only",
	[EPIPE] = "broken pipe, or something was lost",
	[EDOM] = "out of the domain",
	[ERANGE] = "out of range",
	[ENAMETOOLONG] = "name too long",
	[ENOSYS] = "not built into this kernel",
	[ENOTEMPTY] = "not empty",
	[ELOOP] = "too many symbolic links",
	[EBADMSG] = "damaged data",
	[EOVERFLOW] = "too large",
	[EOPNOTSUPP] = "not supported",
	[ETIMEDOUT] = "timed out",
};

const char *error_text(int error)
{
	if (error < 0 || (size_t)error >= ARRAY_SIZE(texts))
		return NULL;
	return texts[error];
}
