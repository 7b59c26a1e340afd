// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>

#include "cp437.h"

KTEST(cp437, ascii_is_itself)
{
	for (u16 character = ' '; character <= '~'; character++)
		KTEST_EXPECT_EQ(t, cp437_from_unicode(character), character);
}

KTEST(cp437, what_the_screen_has_is_found)
{
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x263a), 0x01); /* first */
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x00a0), 0xff);
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x00e4), 0x84);
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x2500), 0xc4);
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x25a0), 0xfe);
}

KTEST(cp437, the_similar_stands_in_for_what_it_lacks)
{
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x2019), '\'');
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x25c6), 0x04);
}

KTEST(cp437, the_rest_is_a_square)
{
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0xfffd), 0xfe);
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0xffff), 0xfe);
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0x4e00), 0xfe);
	KTEST_EXPECT_EQ(t, cp437_from_unicode(0), 0xfe);
}
