// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel command line: split once into words, each handed to the option
 * that registered it. A word that nobody takes is left to the first program, and
 * so is all behind "--". It is reported, as is what is not a proper word, so that
 * no mistake vanishes.
 */
#define pr_fmt(fmt) "command line: " fmt

#include <exo/boot_info.h>
#include <exo/boot_init_words.h>
#include <exo/boot_option.h>
#include <exo/ctype.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "boot_option_parse.h"

ssize_t boot_option_next_word(const char **rest, char *word, size_t size)
{
	const char *in = *rest;
	bool quoted = false;
	size_t len = 0;

	while (isspace(*in))
		in++;
	if (!*in)
		return -ENOENT;
	for (; *in && (quoted || !isspace(*in)); in++) {
		if (*in == '"')
			quoted = !quoted;
		else if (++len < size)
			word[len - 1] = *in;
	}
	*rest = in;
	word[min(len, size - 1)] = '\0';
	if (quoted)
		return -EINVAL;
	return len < size ? (ssize_t)len : -E2BIG;
}

static bool takes_value(const struct boot_option *option)
{
	return option->name[strlen(option->name) - 1] == '=';
}

static bool is_for(const struct boot_option *option, const char *word)
{
	if (takes_value(option))
		return strstarts(word, option->name);
	return strcmp(word, option->name) == 0;
}

const struct boot_option *boot_option_find(const struct boot_option *table,
					   size_t nr, const char *word,
					   const char **value)
{
	for (const struct boot_option *option = table; option < table + nr;
	     option++) {
		if (!is_for(option, word))
			continue;
		*value = takes_value(option) ? word + strlen(option->name)
					     : NULL;
		return option;
	}
	return NULL;
}

static void apply(const char *word)
{
	const size_t nr = __boot_options_end - __boot_options_start;
	const struct boot_option *option;
	const char *value;

	option = boot_option_find(__boot_options_start, nr, word, &value);
	if (!option)
		pr_warn("unknown option \"%s\"%s\n", word,
			boot_init_word(word) ? ", left to the first program"
					     : "");
	else if (option->parse(value))
		pr_warn("bad value in \"%s\" (%s)\n", word, option->help);
}

static void apply_to(const char *word, bool for_program)
{
	if (!for_program)
		apply(word);
	else if (!boot_init_argument(word))
		pr_warn("ignored: no program gets \"%s\"\n", word);
}

void boot_options_parse(const char *cmdline)
{
	static char word[BOOT_CMDLINE_MAX];
	bool for_program = false; /* "--" has come */
	ssize_t len;

	while ((len = boot_option_next_word(&cmdline, word, sizeof(word))) !=
	       -ENOENT) {
		if (len == -E2BIG)
			pr_warn("ignored: longer than %zu bytes: \"%s\"\n",
				sizeof(word) - 1, word);
		else if (len == -EINVAL)
			pr_warn("ignored: quote not closed: \"%s\"\n", word);
		else if (!for_program && strcmp(word, "--") == 0)
			for_program = true;
		else
			apply_to(word, for_program);
	}
}
