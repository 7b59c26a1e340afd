// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of the command line for the first program, from before there is memory to
 * allocate.
 */
#include <exo/boot_info.h>
#include <exo/boot_init_words.h>
#include <exo/string.h>

enum {
	BUILT_IN = 2, /* of the environment */
};

const char *boot_init_arguments[1 + BOOT_INIT_WORDS_MAX + 1] = {""};
const char *boot_init_environment[BUILT_IN + BOOT_INIT_WORDS_MAX + 1] = {
	"HOME=/",
	"TERM=linux",
};

/* As many bytes as two command lines have, the built-in one and the loader's. */
static char text[2 * BOOT_CMDLINE_MAX];
static size_t text_used;

/* A copy that stays; NULL when there is no room. */
static const char *keep(const char *word)
{
	const size_t size = strlen(word) + 1;
	char *copy = text + text_used;

	if (size > sizeof(text) - text_used)
		return NULL;
	memcpy(copy, word, size);
	text_used += size;
	return copy;
}

/* Put @word at @words[@at], the last of which must stay NULL. */
static bool put(const char **words, size_t at, size_t size, const char *word)
{
	const char *copy = at < size - 1 ? keep(word) : NULL;

	if (!copy)
		return false;
	words[at] = copy;
	return true;
}

bool boot_init_argument(const char *word)
{
	size_t at = 1;

	while (boot_init_arguments[at])
		at++;
	return put(boot_init_arguments, at, ARRAY_SIZE(boot_init_arguments),
		   word);
}

bool boot_init_word(const char *word)
{
	const char *equals = strchr(word, '=');
	size_t at = 0;

	if (!equals)
		return boot_init_argument(word);
	while (boot_init_environment[at] &&
	       strncmp(boot_init_environment[at], word,
		       (size_t)(equals + 1 - word)) != 0)
		at++;
	return put(boot_init_environment, at, ARRAY_SIZE(boot_init_environment),
		   word);
}
