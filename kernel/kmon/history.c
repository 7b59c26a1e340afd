// SPDX-License-Identifier: GPL-2.0-only
/*
 * The history of entered lines: see history.h for the picture. A few dozen
 * short strings, so everything is a walk.
 */
#include "history.h"

#include <exo/string.h>

static bool blank(const char *line)
{
	while (*line == ' ')
		line++;
	return *line == '\0';
}

/* Take out the line that starts at offset @at. */
static void history_remove(struct history *history, size_t at)
{
	size_t size = strlen(history->lines + at) + 1;

	history->used -= size;
	memmove(history->lines + at, history->lines + at + size,
		history->used - at);
	history->count--;
}

static void history_forget(struct history *history, const char *line)
{
	size_t at = 0;

	while (at < history->used) {
		if (!strcmp(history->lines + at, line)) {
			history_remove(history, at);
			return;
		}
		at += strlen(history->lines + at) + 1;
	}
}

void history_add(struct history *history, const char *line)
{
	size_t size = strlen(line) + 1;

	if (blank(line) || size > sizeof(history->lines))
		return;
	history_forget(history, line);
	while (sizeof(history->lines) - history->used < size)
		history_remove(history, 0);
	memcpy(history->lines + history->used, line, size);
	history->used += size;
	history->count++;
}

const char *history_line(const struct history *history, unsigned int age)
{
	const char *line = history->lines;

	if (age >= history->count)
		return NULL;
	for (unsigned int i = history->count - 1; i > age; i--)
		line += strlen(line) + 1;
	return line;
}

bool history_search(const struct history *history, const char *pattern,
		    unsigned int *age)
{
	for (unsigned int i = *age; i < history->count; i++) {
		if (strstr(history_line(history, i), pattern)) {
			*age = i;
			return true;
		}
	}
	return false;
}
