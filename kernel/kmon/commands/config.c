// SPDX-License-Identifier: GPL-2.0-only
/*
 * config: the .config inside the image, or the lines of it that match. The
 * text is unpacked piece by piece and never lies in memory as a whole.
 */
#include <exo/config_data.h>
#include <exo/console.h>
#include <exo/inflate.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

#include "../internal.h"

enum {
	LINE_MAX = 1024 /* a longer line is printed as several */
};

struct config_reader {
	const char *pattern; /* NULL: print all */
	size_t length; /* of the line so far */
	char line[LINE_MAX];
};

static void end_line(struct config_reader *reader)
{
	if (!reader->pattern ||
	    line_matches(reader->line, reader->length, reader->pattern))
		console_printf("%.*s\n", (int)reader->length, reader->line);
	reader->length = 0;
}

static int take_text(const void *text, size_t length, void *arg)
{
	struct config_reader *reader = arg;
	const char *c = text;

	for (; length; c++, length--) {
		if (*c == '\n' || reader->length == LINE_MAX)
			end_line(reader);
		if (*c != '\n')
			reader->line[reader->length++] = *c;
	}
	return 0;
}

static int cmd_config(int argc, char **argv)
{
	static struct inflate_workspace work;
	static struct config_reader reader;
	struct inflate_input input = {
		.data = kernel_config_data,
		.len = kernel_config_data_end - kernel_config_data,
	};
	struct inflate_output output = {.write = take_text, .arg = &reader};

	if (argc > 2)
		return -EINVAL;
	reader.pattern = argc == 2 ? argv[1] : NULL;
	reader.length = 0;
	return gunzip(&input, &output, &work);
}

KMON_COMMAND(config, cmd_config, "[PATTERN]",
	     "print this kernel's configuration, or the lines that match");
