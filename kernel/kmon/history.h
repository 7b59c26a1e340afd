/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. The lines that were entered.
 *
 * They lie one behind the other, terminated, oldest first; the oldest give
 * way when a new one needs the room:
 *
 *	| version\0 | mem\0 | config HZ\0 | free ...
 *	  age 2       age 1   age 0
 */
#ifndef KMON_HISTORY_H
#define KMON_HISTORY_H

#include <exo/types.h>

#ifdef CONFIG_KMON_HISTORY
enum {
	HISTORY_BYTES = 4096
};

/* All zero is an empty history. */
struct history {
	char lines[HISTORY_BYTES];
	size_t used;
	unsigned int count;
};

/*
 * Remember @line as the newest. A blank line is not stored, and an equal
 * one moves up instead of being stored twice.
 */
void history_add(struct history *history, const char *line);

/* The line of @age, 0 being the newest; NULL when there is none. */
const char *history_line(const struct history *history, unsigned int age);

/*
 * The age of the newest line, of at least *@age, that contains @pattern;
 * false when none does.
 */
bool history_search(const struct history *history, const char *pattern,
		    unsigned int *age);
#else
struct history {
};

static inline void history_add(struct history *history, const char *line)
{
	(void)history;
	(void)line;
}

static inline const char *history_line(const struct history *history,
				       unsigned int age)
{
	(void)history;
	(void)age;
	return NULL;
}
#endif

#endif
