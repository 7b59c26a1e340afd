// SPDX-License-Identifier: GPL-2.0-only
/*
 * Selecting suites, or single members of them, by a pattern.
 */
#include <exo/name_pattern.h>
#include <exo/printf.h>
#include <exo/string.h>

enum {
	FULL_NAME_MAX = 128
};

bool pattern_matches(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *resume = NULL;

	/* On a mismatch, let the latest '*' swallow one more character. */
	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

bool pattern_selects(const char *pattern, const char *suite, const char *name)
{
	char full_name[FULL_NAME_MAX];
	int len;

	if (!strchr(pattern, '.'))
		return pattern_matches(pattern, suite);
	len = snprintf(full_name, sizeof(full_name), "%s.%s", suite, name);
	return len < FULL_NAME_MAX && pattern_matches(pattern, full_name);
}
