// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>

#include "echo_escapes.h"

static char text[64];
static bool stop;

static size_t expand(const char *given)
{
	strscpy(text, given, sizeof(text));
	stop = false;
	return echo_escapes_expand(text, &stop);
}

KTEST(echo_escapes, each_escape_becomes_its_character)
{
	static const char expected[] = "\a\b\033\033\f\n\r\t\v\\";

	KTEST_EXPECT_EQ(t, expand("\\a\\b\\e\\E\\f\\n\\r\\t\\v\\\\"), 10);
	KTEST_EXPECT_MEMEQ(t, text, expected, 10);
}

KTEST(echo_escapes, numbers_become_bytes)
{
	KTEST_EXPECT_EQ(t, expand("\\x41\\x4\\0101\\01018\\0\\x7fg"), 8);
	KTEST_EXPECT_MEMEQ(t, text, "A\004AA8\0\177g", 8);
	KTEST_EXPECT_EQ(t, expand("\\xff\\xFF\\0377"), 3);
	KTEST_EXPECT_MEMEQ(t, text, "\377\377\377", 3);
}

KTEST(echo_escapes, what_means_nothing_stays)
{
	static const char *const texts[] = {
		"", "plain", "\\q", "\\xg", "\\", "\\1", "a\\",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		KTEST_EXPECT_EQ(t, expand(texts[i]), strlen(texts[i]));
		KTEST_EXPECT_MEMEQ(t, text, texts[i], strlen(texts[i]));
		KTEST_EXPECT(t, !stop);
	}
}

KTEST(echo_escapes, the_end_can_be_told)
{
	KTEST_EXPECT_EQ(t, expand("ab\\cde"), 2);
	KTEST_EXPECT(t, stop);
	KTEST_EXPECT_EQ(t, expand("ab\\\\cde"), 6);
	KTEST_EXPECT(t, !stop);
}
