// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the search in printed lines.
 */
#include <exo/ktest.h>

#include "internal.h"

static bool matches(const char *line, const char *pattern)
{
	return line_matches(line, strlen(line), pattern);
}

KTEST(line_matches, finds_the_pattern_anywhere)
{
	KTEST_EXPECT(t, matches("CONFIG_HZ=100", "CONFIG"));
	KTEST_EXPECT(t, matches("CONFIG_HZ=100", "_HZ"));
	KTEST_EXPECT(t, matches("CONFIG_HZ=100", "=100"));
	KTEST_EXPECT(t, !matches("CONFIG_HZ=100", "HZ=1000"));
}

KTEST(line_matches, ignores_case)
{
	KTEST_EXPECT(t, matches("CONFIG_HZ=100", "config_hz"));
	KTEST_EXPECT(t, matches("pit: ticking", "PIT"));
}

KTEST(line_matches, an_empty_pattern_matches_all)
{
	KTEST_EXPECT(t, matches("", ""));
	KTEST_EXPECT(t, matches("x", ""));
}

KTEST(line_matches, stops_at_the_length)
{
	KTEST_EXPECT(t, !line_matches("ab", 1, "ab"));
	KTEST_EXPECT(t, !line_matches("ab", 0, "a"));
}
