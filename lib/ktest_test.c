// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/ktest_run.h>

KTEST(ktest, star_stands_for_any_text)
{
	KTEST_EXPECT(t, ktest_match("*", ""));
	KTEST_EXPECT(t, ktest_match("*", "ring"));
	KTEST_EXPECT(t, ktest_match("r*g", "ring"));
	KTEST_EXPECT(t, ktest_match("*in*", "ring"));
	KTEST_EXPECT(t, ktest_match("**r**", "ring"));
	KTEST_EXPECT(t, ktest_match("*ab*abc", "ababababc"));
	KTEST_EXPECT(t, ktest_match("", ""));
	KTEST_EXPECT(t, !ktest_match("", "r"));
	KTEST_EXPECT(t, !ktest_match("rin", "ring"));
	KTEST_EXPECT(t, !ktest_match("ring?", "ring1"));
	KTEST_EXPECT(t, !ktest_match("*x", "ring"));
	KTEST_EXPECT(t, !ktest_match("r*gg", "ring"));
}
