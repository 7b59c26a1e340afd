// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding commands by name. There are a few dozen, looked up at typing
 * speed: plain scans, and no sorted copy to keep.
 */
#include "command_table.h"

#include <exo/string.h>

const struct kmon_command *command_find(const struct command_table *table,
					const char *name)
{
	for (const struct kmon_command *c = table->start; c < table->end; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

const struct kmon_command *command_next(const struct command_table *table,
					const struct kmon_command *after,
					const char *prefix, size_t length)
{
	const struct kmon_command *next = NULL;

	for (const struct kmon_command *c = table->start; c < table->end; c++) {
		if (strncmp(c->name, prefix, length))
			continue;
		if (after && strcmp(c->name, after->name) <= 0)
			continue;
		if (!next || strcmp(c->name, next->name) < 0)
			next = c;
	}
	return next;
}

static size_t common_length(const char *a, const char *b)
{
	size_t length = 0;

	while (a[length] && a[length] == b[length])
		length++;
	return length;
}

size_t command_common_prefix(const struct command_table *table,
			     const char *prefix, size_t length,
			     unsigned int *count)
{
	const struct kmon_command *c = NULL;
	const char *first = NULL;
	size_t common = 0;

	*count = 0;
	while ((c = command_next(table, c, prefix, length))) {
		if (!first) {
			first = c->name;
			common = strlen(first);
		}
		common = min(common, common_length(first, c->name));
		(*count)++;
	}
	return common;
}
