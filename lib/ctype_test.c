// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ctype.h>
#include <exo/ktest.h>

static bool listed(const char *set, int c)
{
	return c > 0 && c < 128 && strchr(set, c);
}

KTEST(ctype, classes_hold_exactly_their_characters)
{
	const char *lower = "abcdefghijklmnopqrstuvwxyz";
	const char *upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	unsigned int wrong = 0;

	for (int c = -1; c < 256; c++) {
		wrong += isdigit(c) != listed("0123456789", c);
		wrong += isxdigit(c) != listed("0123456789abcdefABCDEF", c);
		wrong += isspace(c) != listed(" \t\n\v\f\r", c);
		wrong += islower(c) != listed(lower, c);
		wrong += isupper(c) != listed(upper, c);
		wrong += isalpha(c) != (islower(c) || isupper(c));
		wrong += isalnum(c) != (isalpha(c) || isdigit(c));
		wrong += isprint(c) != (c >= 0x20 && c < 0x7f);
		wrong += iscntrl(c) != (c >= 0 && c < 128 && !isprint(c));
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(ctype, case_changes_letters_only)
{
	KTEST_EXPECT_EQ(t, toupper('a'), 'A');
	KTEST_EXPECT_EQ(t, tolower('Z'), 'z');
	KTEST_EXPECT_EQ(t, toupper('{'), '{');
	KTEST_EXPECT_EQ(t, tolower('@'), '@');
	KTEST_EXPECT_EQ(t, toupper(0xe9), 0xe9);
}
