/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Names that programs give, as strings of the
 * kernel's: short ones lie on the stack.
 */
#ifndef PROC_USER_NAME_H
#define PROC_USER_NAME_H

#include <exo/compiler.h>
#include <exo/kmalloc.h>
#include <exo/types.h>

enum {
	USER_NAME_SHORT = 128, /* bytes, with the NUL */
};

struct user_name {
	char *text;
	char buffer[USER_NAME_SHORT];
};

/*
 * Copy the name at @from, at most PATH_MAX bytes with its NUL. 0, -EFAULT,
 * -ENAMETOOLONG, -ENOMEM; after an error there is nothing to put. May sleep.
 */
__must_check int user_name_get(struct user_name *name, const char __user *from);

static inline void user_name_put(struct user_name *name)
{
	if (unlikely(name->text != name->buffer))
		kfree(name->text);
}

#endif
