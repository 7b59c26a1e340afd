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
#include <exo/uaccess.h>

enum {
	USER_NAME_SHORT = 128, /* bytes, with the NUL */
};

struct user_name {
	char *text;
	char buffer[USER_NAME_SHORT];
};

/* For user_name_get(): the name is too long for the stack, or that is @result. */
__must_check int user_name_get_long(struct user_name *name,
				    const char __user *from, ssize_t result);

/*
 * Copy the name at @from, at most PATH_MAX bytes with its NUL. 0, -EFAULT,
 * -ENAMETOOLONG, -ENOMEM; after an error there is nothing to put. May sleep.
 */
static inline __must_check int user_name_get(struct user_name *name,
					     const char __user *from)
{
	ssize_t length = user_string_copy(name->buffer, from, USER_NAME_SHORT);

	name->text = name->buffer;
	return likely(length >= 0) ? 0 : user_name_get_long(name, from, length);
}

static inline void user_name_put(struct user_name *name)
{
	if (unlikely(name->text != name->buffer))
		kfree(name->text);
}

#endif
