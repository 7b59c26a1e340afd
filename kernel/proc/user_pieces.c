// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_pieces.h"

static int check_and_limit(struct iovec *list, unsigned long count)
{
	size_t room = FILE_IO_MAX;

	for (unsigned long i = 0; i < count; i++) {
		struct iovec *piece = &list[i];

		if (piece->iov_len > SSIZE_MAX)
			return -EINVAL;
		if (!user_range_valid((const void __user *)piece->iov_base,
				      piece->iov_len))
			return -EFAULT;
		piece->iov_len = min(piece->iov_len, room);
		room -= piece->iov_len;
	}
	return 0;
}

int user_pieces_get(struct user_pieces *pieces, const struct iovec __user *from,
		    unsigned long count, struct io_iter *iter)
{
	int err;

	if (count > UIO_MAXIOV)
		return -EINVAL;
	pieces->list = pieces->few;
	if (count > USER_PIECES_FEW) {
		pieces->list = kmalloc(count * sizeof(*pieces->list));
		if (!pieces->list)
			return -ENOMEM;
	}
	err = user_copy_from(pieces->list, from, count * sizeof(*from));
	if (!err)
		err = check_and_limit(pieces->list, count);
	if (!err)
		err = io_iter_init_user(iter, pieces->list,
					(unsigned int)count);
	if (err)
		user_pieces_put(pieces);
	return err;
}

void user_pieces_put(struct user_pieces *pieces)
{
	if (pieces->list != pieces->few)
		kfree(pieces->list);
}
