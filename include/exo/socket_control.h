/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: net. Walking over ancillary data, cmsg(3).
 */
#ifndef EXO_SOCKET_CONTROL_H
#define EXO_SOCKET_CONTROL_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/socket.h>

/* Bytes up to the next header, for @size bytes of data. */
#define SOCKET_CONTROL_SPACE(size) \
	(sizeof(struct cmsghdr) + ALIGN_UP((size_t)(size), 8))

/*
 * The header at *@offset in the @size bytes of @bytes, which may be anything: 1, and
 * its data, cmsg_len bytes less the header, lie behind it within @bytes; *@offset
 * is where the next would be. 0 at the end, -EINVAL. Any context.
 */
int socket_control_next(const u8 *bytes, size_t size, size_t *offset,
			struct cmsghdr *header);

#endif
