// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo: the words as the monitor understood them, a space between each, on the
 * consoles or, behind > or >>, into a file.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	TEXT_MAX = 520, /* more than a line that can be typed */
};

__weak int kmon_write_file(const char *name, const char *text, bool append)
{
	(void)name;
	(void)text;
	(void)append;
	return -ENOSYS;
}

/* Join @count words and a line end in @text; false if they do not fit. */
static bool join(int count, char **words, char text[TEXT_MAX])
{
	size_t used = 0;

	for (int i = 0; i < count; i++) {
		size_t length = strlen(words[i]);

		if (length + 2 > TEXT_MAX - used)
			return false;
		memcpy(text + used, words[i], length);
		used += length;
		text[used++] = i + 1 < count ? ' ' : '\n';
	}
	if (!count)
		text[used++] = '\n';
	text[used] = '\0';
	return true;
}

static int cmd_echo(int argc, char **argv)
{
	char text[TEXT_MAX];
	bool append = argc > 2 && !strcmp(argv[argc - 2], ">>");
	bool to_file = append || (argc > 2 && !strcmp(argv[argc - 2], ">"));
	int words = to_file ? argc - 3 : argc - 1;

	if (!join(words, argv + 1, text))
		return -E2BIG;
	if (to_file)
		return kmon_write_file(argv[argc - 1], text, append);
	console_write(text, strlen(text));
	return 0;
}

KMON_COMMAND(echo, cmd_echo, "[WORD...] [> FILE | >> FILE]",
	     "print the words, or write them to a file");
