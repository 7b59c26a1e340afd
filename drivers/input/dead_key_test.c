// SPDX-License-Identifier: GPL-2.0-only
/* Tests of accents and of the case of letters. */
#include <exo/ktest.h>

#include "dead_key.h"

enum {
	GRAVE = 0x300,
	ACUTE = 0x301,
	CIRCUMFLEX = 0x302,
	TILDE = 0x303,
	DIAERESIS = 0x308,
	CEDILLA = 0x327,
};

KTEST(dead_key, accents_go_on_small_letters_and_capitals)
{
	KTEST_EXPECT_EQ(t, dead_key_compose(GRAVE, 'a'), L'à');
	KTEST_EXPECT_EQ(t, dead_key_compose(ACUTE, 'Y'), L'Ý');
	KTEST_EXPECT_EQ(t, dead_key_compose(CIRCUMFLEX, 'o'), L'ô');
	KTEST_EXPECT_EQ(t, dead_key_compose(CIRCUMFLEX, 'U'), L'Û');
	KTEST_EXPECT_EQ(t, dead_key_compose(TILDE, 'N'), L'Ñ');
	KTEST_EXPECT_EQ(t, dead_key_compose(DIAERESIS, 'y'), L'ÿ');
	KTEST_EXPECT_EQ(t, dead_key_compose(CEDILLA, 'C'), L'Ç');
}

KTEST(dead_key, letters_that_take_no_accent_give_none)
{
	KTEST_EXPECT_EQ(t, dead_key_compose(CIRCUMFLEX, 'x'), 0);
	KTEST_EXPECT_EQ(t, dead_key_compose(CIRCUMFLEX, ' '), 0);
	KTEST_EXPECT_EQ(t, dead_key_compose(CIRCUMFLEX, L'â'), 0);
	/* Its capital, U+0178, is not in Latin-1. */
	KTEST_EXPECT_EQ(t, dead_key_compose(DIAERESIS, 'Y'), 0);
	KTEST_EXPECT_EQ(t, dead_key_compose('a', 'a'), 0);
	KTEST_EXPECT_EQ(t, dead_key_compose(0x36f, 'a'), 0);
}

KTEST(dead_key, only_combining_characters_are_dead)
{
	KTEST_EXPECT(t, is_dead_key(GRAVE));
	KTEST_EXPECT(t, is_dead_key(CEDILLA));
	KTEST_EXPECT(t, !is_dead_key('^'));
	KTEST_EXPECT(t, !is_dead_key(L'€'));
	KTEST_EXPECT_EQ(t, dead_key_alone(CIRCUMFLEX), '^');
	KTEST_EXPECT_EQ(t, dead_key_alone('^'), 0);
}

KTEST(dead_key, letters_swap_their_case_and_signs_stay)
{
	static const u16 signs[] = {0,	  '0',	'@',  '[',  '`',  '{',
				    L'×', L'÷', L'ß', L'ÿ', L'µ', L'€'};

	KTEST_EXPECT_EQ(t, letter_swap_case('a'), 'A');
	KTEST_EXPECT_EQ(t, letter_swap_case('Z'), 'z');
	KTEST_EXPECT_EQ(t, letter_swap_case(L'é'), L'É');
	KTEST_EXPECT_EQ(t, letter_swap_case(L'Þ'), L'þ');
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		KTEST_EXPECT_EQ(t, letter_swap_case(signs[i]), signs[i]);
}
