// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the log says of archives. Names come from them and may hold anything, so
 * what does not print is shown as '?'; and a few messages are enough.
 */
#define pr_fmt(fmt) "initramfs: " fmt

#include <exo/compiler.h>
#include <exo/ctype.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "unpack.h"

enum {
	MESSAGES_MAX = 10, /* about one source */
	SHOWN_MAX = 100, /* bytes of a name */
};

static const struct {
	int err;
	const char *what;
} errors[] = {
	{-EEXIST, "something of that name is in the way"},
	{-EINVAL, "no such file can be made"},
	{-EISDIR, "a directory is in its place"},
	{-ELOOP, "too many symbolic links lead to it"},
	{-ENAMETOOLONG, "its name, or what it leads to, is too long"},
	{-ENOENT, "the directory it is in, or what it leads to, is missing"},
	{-ENOMEM, "memory is short"},
	{-ENOSPC, "no space is left for it"},
	{-ENOTDIR, "it is to be in something that is no directory"},
	{-ENOTEMPTY, "a directory that is not empty is in its place"},
};

static const char *error_text(int err)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i].err == err)
			return errors[i].what;
	return NULL;
}

static void copy_printable(char *shown, const char *name)
{
	size_t i;

	for (i = 0; name[i] && i < SHOWN_MAX; i++)
		shown[i] = isprint(name[i]) ? name[i] : '?';
	strscpy(shown + i, name[i] ? "..." : "", 4);
}

static void print(const struct unpack *unpack, const char *name,
		  const char *what)
{
	char shown[SHOWN_MAX + 4];

	if (!name) {
		pr_warn("%s: %s\n", unpack->source, what);
		return;
	}
	copy_printable(shown, name);
	pr_warn("%s: \"%s\": %s\n", unpack->source, shown, what);
}

void report_problem(struct unpack *unpack, const char *name, const char *what)
{
	if (unpack->problems++ < MESSAGES_MAX)
		print(unpack, name, what);
}

void report_error(struct unpack *unpack, const char *name, int err)
{
	const char *what = error_text(err);
	char number[sizeof("error 12345678901")];

	if (!what) {
		snprintf(number, sizeof(number), "error %d", -err);
		what = number;
	}
	report_problem(unpack, name, what);
}

void report_end(const struct unpack *unpack)
{
	pr_info("%s: %u members, %llu KB\n", unpack->source, unpack->members,
		(unsigned long long)(unpack->bytes / 1024));
	if (unpack->problems)
		pr_warn("%s: %u problems\n", unpack->source, unpack->problems);
}
