// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ancillary data of any bytes: the walk ends, and what it finds lies within them, one
 * item behind the other. Linked to net/socket_control.c.
 */
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/socket_control.h>

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	size_t at = 0, next = 0;
	struct cmsghdr header;
	volatile u8 last;

	while (socket_control_next(data, size, &next, &header) > 0) {
		ASSERT(header.cmsg_len >= sizeof(header));
		ASSERT(header.cmsg_len <= size - at);
		ASSERT(next >= at + header.cmsg_len && !(next & 7));
		last = data[at + header.cmsg_len - 1];
		(void)last;
		at = next;
	}
	return 0;
}
