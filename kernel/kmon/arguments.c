// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command line into words. Unquoting only ever shortens the text, so each
 * word is written over its own beginning.
 */
#include "arguments.h"

#include <exo/types.h>
#include <uapi/errno.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* Copy up to the closing @quote; returns the byte after it, or NULL. */
static char *unquote(char *in, char quote, char **out)
{
	for (; *in != quote; in++) {
		if (quote == '"' && *in == '\\' &&
		    (in[1] == '"' || in[1] == '\\'))
			in++;
		if (!*in)
			return NULL;
		*(*out)++ = *in;
	}
	return in + 1;
}

/*
 * Unquote the word at @in onto itself; *@end gets its last position plus
 * one. Returns the byte after the word, or NULL when it does not end.
 */
static char *read_word(char *in, char **end)
{
	char *out = in;

	while (in && *in && !is_space(*in)) {
		if (*in == '"' || *in == '\'') {
			in = unquote(in + 1, *in, &out);
		} else if (*in == '\\') {
			if (!in[1])
				return NULL;
			*out++ = in[1];
			in += 2;
		} else {
			*out++ = *in++;
		}
	}
	*end = out;
	return in;
}

int arguments_split(char *line, char *argv[ARGUMENTS_MAX + 1])
{
	int argc = 0;
	char *end;

	for (;;) {
		while (is_space(*line))
			line++;
		if (!*line)
			break;
		if (argc == ARGUMENTS_MAX)
			return -E2BIG;
		argv[argc++] = line;
		line = read_word(line, &end);
		if (!line)
			return -EINVAL;
		/* Terminating the word may overwrite the space behind it. */
		if (*line)
			line++;
		*end = '\0';
	}
	argv[argc] = NULL;
	return argc;
}
