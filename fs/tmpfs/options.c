// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options of mount -t tmpfs (tmpfs(5)): size=, nr_blocks=, nr_inodes=,
 * mode=, uid=, gid=. Sizes may end in k, m, g; size in %, of all memory.
 */
#include "tmpfs.h"

#include <asm/memlayout.h>
#include <exo/ctype.h>
#include <exo/string.h>
#include <uapi/errno.h>

/* One "name=value" of the text; neither ends with a NUL. */
struct option {
	const char *name, *value;
	size_t name_length, value_length;
};

/* Returns the text behind the option. */
static const char *next_option(const char *text, struct option *option)
{
	size_t length = strcspn(text, ",");

	option->name = text;
	option->name_length = min(strcspn(text, "=,"), length);
	option->value = text + option->name_length;
	option->value_length = length - option->name_length;
	if (option->value_length) {
		option->value++; /* the = */
		option->value_length--;
	}
	return text[length] ? text + length + 1 : text + length;
}

static bool named(const struct option *option, const char *name)
{
	return option->name_length == strlen(name) &&
	       !strncmp(option->name, name, option->name_length);
}

/* Digits of @base; returns how many, 0 too when the number is too large. */
static size_t read_digits(const struct option *option, unsigned int base,
			  u64 *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < option->value_length; i++) {
		unsigned int digit = (unsigned int)option->value[i] - '0';

		if (digit >= base)
			break;
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit, value))
			return 0;
	}
	return i;
}

static bool scale(char suffix, u64 ram, u64 *value)
{
	static const char suffixes[] = "kmg";
	const char *found = strchr(suffixes, tolower(suffix));
	u64 unit = 1;

	if (suffix == '%' && ram) {
		*value = ram / 100 * min(*value, (u64)100);
		return true;
	}
	if (!suffix || !found)
		return false;
	for (; found >= suffixes; found--)
		unit *= 1024;
	return !__builtin_mul_overflow(*value, unit, value);
}

/* A number with a suffix or none; % if there is @ram to take it of. */
static int read_size(const struct option *option, u64 ram, u64 *value)
{
	size_t digits = read_digits(option, 10, value);

	if (!digits)
		return -EINVAL;
	if (digits == option->value_length)
		return 0;
	if (digits + 1 == option->value_length &&
	    scale(option->value[digits], ram, value))
		return 0;
	return -EINVAL;
}

static int read_number(const struct option *option, unsigned int base, u32 max,
		       u32 *value)
{
	u64 number;
	size_t digits = read_digits(option, base, &number);

	if (!digits || digits != option->value_length || number > max)
		return -EINVAL;
	*value = (u32)number;
	return 0;
}

static int read_blocks(const struct option *option, u64 *size)
{
	u64 blocks;
	int err = read_size(option, 0, &blocks);

	if (err)
		return err;
	return __builtin_mul_overflow(blocks, PAGE_SIZE, size) ? -EINVAL : 0;
}

static int apply(const struct option *option, u64 ram,
		 struct tmpfs_options *options)
{
	if (named(option, "size"))
		return read_size(option, ram, &options->size);
	if (named(option, "nr_blocks"))
		return read_blocks(option, &options->size);
	if (named(option, "nr_inodes"))
		return read_size(option, 0, &options->nr_inodes);
	if (named(option, "mode"))
		return read_number(option, 8, 07777, &options->mode);
	if (named(option, "uid"))
		return read_number(option, 10, ~0U - 1, &options->uid);
	if (named(option, "gid"))
		return read_number(option, 10, ~0U - 1, &options->gid);
	return -EINVAL;
}

int tmpfs_options_parse(const char *text, u64 ram,
			struct tmpfs_options *options)
{
	struct option option;
	int err = 0;

	while (*text && !err) {
		text = next_option(text, &option);
		if (option.value != option.name)
			err = apply(&option, ram, options);
	}
	return err;
}
