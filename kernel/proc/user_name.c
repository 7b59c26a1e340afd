// SPDX-License-Identifier: GPL-2.0-only
#include <exo/kmalloc.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/limits.h>

#include "user_name.h"

/* Too long for the stack; from the start again, others may have changed it. */
static __noinline int get_long(struct user_name *name, const char __user *from)
{
	ssize_t length;

	name->text = kmalloc(PATH_MAX);
	if (!name->text)
		return -ENOMEM;
	length = user_string_copy(name->text, from, PATH_MAX);
	if (length >= 0)
		return 0;
	kfree(name->text);
	return (int)length;
}

int user_name_get(struct user_name *name, const char __user *from)
{
	ssize_t length = user_string_copy(name->buffer, from, USER_NAME_SHORT);

	name->text = name->buffer;
	if (likely(length >= 0))
		return 0;
	return length == -ENAMETOOLONG ? get_long(name, from) : (int)length;
}
