// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who opens which type of special file.
 */
#include <exo/compiler.h>
#include <exo/inode.h>
#include <exo/special_file.h>
#include <uapi/errno.h>

/* By type bits of the mode; written once each. */
static special_file_open_t openers[(S_IFMT >> 12) + 1];

int special_file_register(u32 type, special_file_open_t open)
{
	special_file_open_t none = NULL;
	bool first = __atomic_compare_exchange_n(
		&openers[(type & S_IFMT) >> 12], &none, open, false,
		__ATOMIC_RELEASE, __ATOMIC_RELAXED);

	return first ? 0 : -EBUSY;
}

int special_file_open(struct inode *inode, struct file *file)
{
	special_file_open_t open =
		READ_ONCE(openers[(inode->mode & S_IFMT) >> 12]);

	return open ? open(inode, file) : -ENXIO;
}
