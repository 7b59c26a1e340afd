/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Commands of the in-kernel monitor. A subsystem registers
 * its commands in a file of its own, built when its group is configured:
 *
 *	static int cmd_uptime(int argc, char **argv) { ... }
 *	KMON_COMMAND(uptime, cmd_uptime, "", "time since boot");
 */
#ifndef EXO_KMON_H
#define EXO_KMON_H

#include <exo/compiler.h>
#include <exo/types.h>

struct kmon_command {
	const char *name;
	/*
	 * @argv[0] is the name; @argv[@argc] is NULL. Process context,
	 * interrupts on. Returns 0 or a negative errno, which the monitor
	 * prints; -EINVAL prints the usage line too.
	 */
	int (*run)(int argc, char **argv);
	const char *usage; /* the arguments, e.g. "[-c] PATTERN" */
	const char *help; /* one line */
};

#define KMON_COMMAND(command_name, run_fn, usage_text, help_text)             \
	static const struct kmon_command __kmon_command_##command_name __used \
		__section(".kmon_commands") __aligned(8) = {                  \
			.name = #command_name,                                \
			.run = run_fn,                                        \
			.usage = usage_text,                                  \
			.help = help_text,                                    \
	}

extern const struct kmon_command __kmon_commands_start[];
extern const struct kmon_command __kmon_commands_end[];

/* Prompt for commands for ever. Process context. */
__noreturn void kmon_run(void);

/*
 * Write @size bytes at @text into the file @name, in place of what it has or,
 * with @append, behind it: echo TEXT > FILE. -ENOSYS in a kernel without
 * CONFIG_KMON_FILES. May sleep.
 */
int kmon_write_file(const char *name, const char *text, size_t size,
		    bool append);

/* Run one command line. Returns the command's result, -ENOENT if unknown. */
int kmon_execute(char *line);

#endif
