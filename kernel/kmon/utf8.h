/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. Stepping through UTF-8 text that
 * the key decoder has already checked. Each character counts as one column:
 * double-width and combining characters are not known here.
 */
#ifndef KMON_UTF8_H
#define KMON_UTF8_H

#include <exo/types.h>

/* True for the second and later bytes of a character. */
static inline bool utf8_continues(char byte)
{
	return ((u8)byte & 0xc0) == 0x80;
}

static inline size_t utf8_next(const char *text, size_t length, size_t at)
{
	do
		at++;
	while (at < length && utf8_continues(text[at]));
	return at;
}

static inline size_t utf8_previous(const char *text, size_t at)
{
	do
		at--;
	while (at > 0 && utf8_continues(text[at]));
	return at;
}

static inline size_t utf8_columns(const char *text, size_t length)
{
	size_t columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += !utf8_continues(text[i]);
	return columns;
}

#endif
