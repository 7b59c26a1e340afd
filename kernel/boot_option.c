// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel command line: split once into words, each handed to the option
 * that registered it. Words that nobody takes are reported together, so
 * that a misspelt one does not vanish.
 */
#define pr_fmt(fmt) "command line: " fmt

#include <exo/boot_info.h>
#include <exo/boot_option.h>
#include <exo/ctype.h>
#include <exo/printk.h>
#include <exo/string.h>

/*
 * Cut the next word off *@rest: terminate it, drop its double quotes, move
 * *@rest behind it. NULL at the end of the line.
 */
static char *next_word(char **rest)
{
	char *in = *rest;
	char *word, *out;
	bool quoted = false;

	while (isspace(*in))
		in++;
	if (!*in)
		return NULL;
	for (word = out = in; *in && (quoted || !isspace(*in)); in++) {
		if (*in == '"')
			quoted = !quoted;
		else
			*out++ = *in;
	}
	*rest = *in ? in + 1 : in;
	*out = '\0';
	return word;
}

static bool option_takes_value(const struct boot_option *option)
{
	return option->name[strlen(option->name) - 1] == '=';
}

/* The value @word gives to @option; false when it is another option's. */
static bool match(const struct boot_option *option, const char *word,
		  const char **value)
{
	const size_t len = strlen(option->name);

	if (!option_takes_value(option)) {
		*value = NULL;
		return strcmp(word, option->name) == 0;
	}
	*value = word + len;
	return strncmp(word, option->name, len) == 0;
}

static void parse_word(const char *word)
{
	const struct boot_option *option;

	for (option = __boot_options_start; option < __boot_options_end;
	     option++) {
		const char *value;

		if (!match(option, word, &value))
			continue;
		if (option->parse(value))
			pr_warn("bad value in \"%s\" (%s)\n", word,
				option->help);
		return;
	}
	pr_warn("unknown option \"%s\"\n", word);
}

void boot_options_parse(const char *cmdline)
{
	static char line[2 * BOOT_CMDLINE_MAX];
	char *rest = line;
	char *word;

	if (strscpy(line, cmdline, sizeof(line)) < 0)
		pr_warn("longer than %zu bytes, the rest is ignored\n",
			sizeof(line) - 1);
	while ((word = next_word(&rest)))
		parse_word(word);
}
