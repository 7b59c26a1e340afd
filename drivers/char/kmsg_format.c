// SPDX-License-Identifier: GPL-2.0-only
#include "kmsg_format.h"

#include <exo/ctype.h>
#include <exo/printf.h>

enum {
	NSEC_PER_MICROSECOND = 1000,
	LEVEL_BITS = 3,
	FACILITY_MAX = 0xff,
};

/* Backslashes too, so that every \x is one of ours. */
static size_t append_escaped(char *to, char c)
{
	static const char digits[] = "0123456789abcdef";
	u8 byte = (u8)c;

	if (byte >= 0x20 && byte < 0x7f && c != '\\') {
		*to = c;
		return 1;
	}
	to[0] = '\\';
	to[1] = 'x';
	to[2] = digits[byte >> 4];
	to[3] = digits[byte & 0xf];
	return 4;
}

size_t kmsg_format(char *line, const struct log_record *record,
		   const char *text)
{
	size_t length = (size_t)scnprintf(
		line, KMSG_PREFIX_MAX, "%u,%llu,%llu,%c;",
		(unsigned int)record->facility << LEVEL_BITS | record->level,
		(unsigned long long)record->sequence,
		(unsigned long long)record->time_ns / NSEC_PER_MICROSECOND,
		record->flags & LOG_RECORD_CONT ? 'c' : '-');

	for (size_t i = 0; i < record->length; i++)
		length += append_escaped(line + length, text[i]);
	line[length++] = '\n';
	return length;
}

size_t kmsg_parse_priority(const char *text, size_t length,
			   struct kmsg_priority *priority)
{
	unsigned int number = 0;
	size_t at = 1;

	if (length < 3 || text[0] != '<')
		return 0;
	for (; at < length && isdigit(text[at]); at++) {
		number = number * 10 + (unsigned int)(text[at] - '0');
		if (number >> LEVEL_BITS > FACILITY_MAX)
			return 0;
	}
	if (at == 1 || at == length || text[at] != '>')
		return 0;
	priority->level = number & ((1U << LEVEL_BITS) - 1);
	if (number >> LEVEL_BITS)
		priority->facility = number >> LEVEL_BITS;
	return at + 1;
}
