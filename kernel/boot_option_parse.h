/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base, private to kernel/boot_option.c and its test. The steps of
 * parsing a command line, over any table of options.
 */
#ifndef BOOT_OPTION_PARSE_H
#define BOOT_OPTION_PARSE_H

#include <exo/boot_option.h>
#include <exo/types.h>

/*
 * Move the next word of *@rest into the @size bytes of @word, without its
 * double quotes; *@rest goes behind it. Returns the word's length, -ENOENT
 * when there is none, -E2BIG when it is cut to what fits, -EINVAL when a
 * quote is not closed.
 */
ssize_t boot_option_next_word(const char **rest, char *word, size_t size);

/*
 * The first of @nr options in @table that @word belongs to, and in *@value
 * what to tell it: see struct boot_option. NULL when @word is nobody's.
 */
const struct boot_option *boot_option_find(const struct boot_option *table,
					   size_t nr, const char *word,
					   const char **value);

#endif
