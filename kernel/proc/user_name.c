// SPDX-License-Identifier: GPL-2.0-only
#include <exo/kmalloc.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/limits.h>

#include "user_name.h"

/* From the start again: others may have changed it. */
static int get_long(struct user_name *name, const char __user *from)
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

int user_name_get_long(struct user_name *name, const char __user *from,
		       ssize_t result)
{
	return result == -ENAMETOOLONG ? get_long(name, from) : (int)result;
}
