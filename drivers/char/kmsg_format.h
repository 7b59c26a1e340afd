/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to kmsg. How /dev/kmsg writes a record, and reads
 * one (Linux's Documentation/ABI/testing/dev-kmsg):
 *
 *	priority,sequence,microseconds,flag;text
 *
 * The priority is facility * 8 + level; the flag is c for what continues the
 * line before, else -.
 */
#ifndef DRIVERS_CHAR_KMSG_FORMAT_H
#define DRIVERS_CHAR_KMSG_FORMAT_H

#include <exo/log_record.h>
#include <exo/types.h>

enum {
	KMSG_PREFIX_MAX = 64,
	/* Every byte may become \xNN; a newline ends it all. */
	KMSG_LINE_MAX = KMSG_PREFIX_MAX + 4 * LOG_TEXT_MAX + 1,
};

/*
 * @record with its @text, as a line in @line of KMSG_LINE_MAX bytes. Returns its
 * length; it is not terminated.
 */
size_t kmsg_format(char *line, const struct log_record *record,
		   const char *text);

struct kmsg_priority {
	unsigned int facility, level;
};

/*
 * Read "<N>" at the start of @text, @length bytes, into *@priority, which stays
 * as it is without. The kernel's facility, 0, is not for others. Returns how
 * many bytes it has.
 */
size_t kmsg_parse_priority(const char *text, size_t length,
			   struct kmsg_priority *priority);

#endif
