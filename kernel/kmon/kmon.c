// SPDX-License-Identifier: GPL-2.0-only
/*
 * The monitor: a prompt on the consoles and the commands that subsystems
 * have registered. One line at a time, in the context of the caller; a
 * command runs to its end before the next line is read.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

#include "arguments.h"
#include "command_table.h"
#include "internal.h"
#include "line_reader.h"

enum {
	SCREEN_COLUMNS = 80 /* of the narrowest console */
};

const struct command_table kmon_commands = {
	.start = __kmon_commands_start,
	.end = __kmon_commands_end,
};

static struct line_reader reader;

const struct history *kmon_history(void)
{
	return &reader.history;
}

static void report_split_error(int error)
{
	if (error == -E2BIG)
		console_printf("more than %d words\n", ARGUMENTS_MAX);
	else
		console_printf("a quote or a backslash has no end\n");
}

static void report_error(const struct kmon_command *command, int error)
{
	const char *text = error_text(-error);

	if (text)
		console_printf("%s: %s\n", command->name, text);
	else
		console_printf("%s: error %d\n", command->name, -error);
	if (error == -EINVAL)
		console_printf("usage: %s %s\n", command->name, command->usage);
}

int kmon_execute(char *line)
{
	char *argv[ARGUMENTS_MAX + 1];
	int argc = arguments_split(line, argv);
	const struct kmon_command *command;
	int error;

	if (argc < 0) {
		report_split_error(argc);
		return argc;
	}
	if (argc == 0)
		return 0;

	command = command_find(&kmon_commands, argv[0]);
	if (!command) {
		console_printf("%s: unknown command (try help)\n", argv[0]);
		return -ENOENT;
	}
	error = command->run(argc, argv);
	if (error)
		report_error(command, error);
	return error;
}

static void write_to_consoles(void *arg, const char *text, size_t length)
{
	(void)arg;
	console_write(text, length);
}

static char *read_line(void)
{
	char *line;

	line_reader_begin(&reader, "exo> ");
	do
		line = line_reader_feed(&reader, kmon_getc());
	while (!line);
	return line;
}

void kmon_run(void)
{
	line_reader_init(&reader, SCREEN_COLUMNS, write_to_consoles, NULL,
			 &kmon_commands);
	for (;;) {
		char *line = read_line();

		kmon_command_begin();
		kmon_execute(line);
		kmon_command_end();
	}
}
