// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ancillary data, cmsg(3), as a program gives it: headers, each with its data behind
 * it and then the next at a multiple of 8 bytes.
 */
#include <exo/compiler.h>
#include <exo/socket_control.h>
#include <exo/string.h>
#include <uapi/errno.h>

int socket_control_next(const u8 *bytes, size_t size, size_t *offset,
			struct cmsghdr *header)
{
	size_t left = size - min(*offset, size);

	if (left < sizeof(*header))
		return 0;
	memcpy(header, bytes + *offset, sizeof(*header));
	if (header->cmsg_len < sizeof(*header) || header->cmsg_len > left)
		return -EINVAL;
	*offset += SOCKET_CONTROL_SPACE(header->cmsg_len - sizeof(*header));
	return 1;
}
