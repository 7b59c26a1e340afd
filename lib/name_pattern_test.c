// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/name_pattern.h>

KTEST(name_pattern, star_stands_for_any_text)
{
	KTEST_EXPECT(t, pattern_matches("*", ""));
	KTEST_EXPECT(t, pattern_matches("*", "ring"));
	KTEST_EXPECT(t, pattern_matches("r*g", "ring"));
	KTEST_EXPECT(t, pattern_matches("*in*", "ring"));
	KTEST_EXPECT(t, pattern_matches("**r**", "ring"));
	KTEST_EXPECT(t, pattern_matches("*ab*abc", "ababababc"));
	KTEST_EXPECT(t, pattern_matches("", ""));
	KTEST_EXPECT(t, !pattern_matches("", "r"));
	KTEST_EXPECT(t, !pattern_matches("rin", "ring"));
	KTEST_EXPECT(t, !pattern_matches("ring?", "ring1"));
	KTEST_EXPECT(t, !pattern_matches("*x", "ring"));
	KTEST_EXPECT(t, !pattern_matches("r*gg", "ring"));
}

KTEST(name_pattern, without_a_dot_it_names_suites)
{
	KTEST_EXPECT(t, pattern_selects("ring", "ring", "push"));
	KTEST_EXPECT(t, pattern_selects("*", "ring", "push"));
	KTEST_EXPECT(t, !pattern_selects("push", "ring", "push"));
	KTEST_EXPECT(t, !pattern_selects("", "ring", "push"));
}

KTEST(name_pattern, with_a_dot_it_names_members)
{
	KTEST_EXPECT(t, pattern_selects("ring.push", "ring", "push"));
	KTEST_EXPECT(t, pattern_selects("r*.p*", "ring", "push"));
	KTEST_EXPECT(t, !pattern_selects("ring.", "ring", "push"));
	KTEST_EXPECT(t, !pattern_selects("ring.pop", "ring", "push"));
}

KTEST(name_pattern, a_name_too_long_is_not_selected_by_its_beginning)
{
	char name[256];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	KTEST_EXPECT(t, !pattern_selects("ring.*", "ring", name));
	name[122] = '\0'; /* 127 with "ring." */
	KTEST_EXPECT(t, pattern_selects("ring.*", "ring", name));
	name[122] = 'x';
	name[123] = '\0';
	KTEST_EXPECT(t, !pattern_selects("ring.*", "ring", name));
}
