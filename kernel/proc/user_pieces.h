/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. The pieces of memory that a program gives to
 * readv(2) and its like; a few lie on the stack.
 */
#ifndef PROC_USER_PIECES_H
#define PROC_USER_PIECES_H

#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/types.h>
#include <uapi/uio.h>

enum {
	USER_PIECES_FEW = 8,
};

struct user_pieces {
	struct iovec *list;
	struct iovec few[USER_PIECES_FEW];
};

/*
 * Copy @count pieces from @from, all below USER_END and together no more than
 * FILE_IO_MAX bytes, what is behind that being left out; *@iter leads over them.
 * -EINVAL for more than UIO_MAXIOV or sizes that are negative, -EFAULT, -ENOMEM;
 * after an error there is nothing to put. May sleep.
 */
__must_check int user_pieces_get(struct user_pieces *pieces,
				 const struct iovec __user *from,
				 unsigned long count, struct io_iter *iter);

void user_pieces_put(struct user_pieces *pieces);

#endif
