// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo: the words as the monitor understood them, a space between each. Its
 * options are those of bash: letters that are not all options are a word. Behind
 * > or >> as the last word but one, they go into a file.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "../echo_escapes.h"
#include "../line_editor.h"

/* In place of fs/commands/write_file.c. */
__weak int kmon_write_file(const char *name, const char *text, size_t size,
			   bool append)
{
	(void)name;
	(void)text;
	(void)size;
	(void)append;
	return -ENOSYS;
}

struct echo {
	bool escapes, newline;
	bool stop; /* nothing more is to be printed */
	size_t len;
	char text[LINE_EDITOR_MAX + 1]; /* a line's words, and the newline */
};

static bool take_options(struct echo *echo, const char *word)
{
	if (word[0] != '-' || !word[1] || word[1 + strspn(word + 1, "eEn")])
		return false;
	while (*++word) {
		if (*word == 'n')
			echo->newline = false;
		else
			echo->escapes = *word == 'e';
	}
	return true;
}

static void add(struct echo *echo, const char *text, size_t len)
{
	len = min(len, sizeof(echo->text) - echo->len);
	memcpy(echo->text + echo->len, text, len);
	echo->len += len;
}

static void add_word(struct echo *echo, char *word)
{
	size_t len = echo->escapes ? echo_escapes_expand(word, &echo->stop)
				   : strlen(word);

	add(echo, word, len);
}

/* Put what @argv[1..@argc - 1] say in echo->text. */
static void compose(struct echo *echo, int argc, char **argv)
{
	int word = 1, first;

	while (word < argc && take_options(echo, argv[word]))
		word++;
	for (first = word; word < argc && !echo->stop; word++) {
		if (word > first)
			add(echo, " ", 1);
		add_word(echo, argv[word]);
	}
	if (echo->newline && !echo->stop)
		add(echo, "\n", 1);
}

static int cmd_echo(int argc, char **argv)
{
	struct echo echo = {.newline = true};
	bool append = argc > 2 && !strcmp(argv[argc - 2], ">>");
	bool to_file = append || (argc > 2 && !strcmp(argv[argc - 2], ">"));

	compose(&echo, to_file ? argc - 2 : argc, argv);
	if (to_file)
		return kmon_write_file(argv[argc - 1], echo.text, echo.len,
				       append);
	/* In one piece: a screen is drawn once. */
	console_write(echo.text, echo.len);
	return 0;
}

KMON_COMMAND(echo, cmd_echo, "[-en] [WORD...] [> FILE | >> FILE]",
	     "print the words; -e: with backslash escapes, -n: no newline");
