/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A piece of memory for readv(2) and writev(2).
 */
#ifndef UAPI_UIO_H
#define UAPI_UIO_H

#include <exo/types.h>

#define UIO_MAXIOV 1024

struct iovec {
	void *iov_base;
	size_t iov_len;
};

#endif
