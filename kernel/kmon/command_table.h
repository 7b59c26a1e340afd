/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. Finding commands by name.
 */
#ifndef KMON_COMMAND_TABLE_H
#define KMON_COMMAND_TABLE_H

#include <exo/kmon.h>
#include <exo/types.h>

/* Commands as the linker collected them, in no particular order. */
struct command_table {
	const struct kmon_command *start, *end;
};

/* The commands built into this kernel. */
extern const struct command_table kmon_commands;

const struct kmon_command *command_find(const struct command_table *table,
					const char *name);

/*
 * The first command in alphabetical order that sorts behind @after (NULL:
 * the first of all) and whose name begins with the @length bytes at @prefix;
 * NULL when there is none.
 */
const struct kmon_command *command_next(const struct command_table *table,
					const struct kmon_command *after,
					const char *prefix, size_t length);

/*
 * How many bytes all names that begin with @prefix have in common; 0 when
 * there are none. @count gets their number.
 */
size_t command_common_prefix(const struct command_table *table,
			     const char *prefix, size_t length,
			     unsigned int *count);

#endif
