// SPDX-License-Identifier: GPL-2.0-only
/*
 * The search that the commands which print many lines offer.
 */
#include <exo/ctype.h>

#include "internal.h"

static bool starts_with(const char *line, size_t length, const char *pattern)
{
	for (; *pattern; pattern++, line++, length--)
		if (!length || tolower(*line) != tolower(*pattern))
			return false;
	return true;
}

bool line_matches(const char *line, size_t length, const char *pattern)
{
	for (size_t at = 0; at <= length; at++)
		if (starts_with(line + at, length - at, pattern))
			return true;
	return false;
}
