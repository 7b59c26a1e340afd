// SPDX-License-Identifier: GPL-2.0-only
#include "user_socket.h"

#include <exo/uaccess.h>

int user_address_get(struct socket_address *address, const void __user *from,
		     int length)
{
	if (length < 0 || length > SOCKET_ADDRESS_MAX)
		return -EINVAL;
	address->length = (u32)length;
	address->family = AF_UNSPEC;
	return length ? user_copy_from(address->bytes, from, (size_t)length)
		      : 0;
}

int user_address_put(const struct socket_address *address, void __user *to,
		     int __user *length)
{
	int room;

	if (user_get(room, length))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	if (user_copy_to(to, address->bytes, min((u32)room, address->length)))
		return -EFAULT;
	return user_put(length, address->length);
}
