// SPDX-License-Identifier: GPL-2.0-only

#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/text_buffer.h>

static bool has(const struct text_buffer *text, const char *expected)
{
	return text->size == strlen(expected) &&
	       !memcmp(text->bytes, expected, text->size);
}

KTEST(text_buffer, a_short_text_stays_where_it_began)
{
	struct text_buffer text;
	char first[8];

	text_init(&text, first, sizeof(first));
	text_printf(&text, "%d%s", 12, "34567");
	KTEST_EXPECT(t, has(&text, "1234567"));
	text_append(&text, "8", 1);
	KTEST_EXPECT(t, text.bytes == first && !text.owned);
	KTEST_EXPECT(t, has(&text, "12345678"));
	text_free(&text);
}

KTEST(text_buffer, a_long_text_is_whole)
{
	struct text_buffer text;
	char first[2];

	text_init(&text, first, sizeof(first));
	for (int i = 0; i < 1000; i++)
		text_printf(&text, "%03d,", i);
	KTEST_EXPECT_EQ(t, text.size, 4000);
	KTEST_EXPECT_MEMEQ(t, text.bytes, "000,001,002,", 12);
	KTEST_EXPECT_MEMEQ(t, text.bytes + 3992, "998,999,", 8);
	KTEST_EXPECT(t, !text.failed);
	text_clear(&text);
	KTEST_EXPECT(t, has(&text, ""));
	text_free(&text);
}

KTEST(text_buffer, special_characters_become_octal)
{
	struct text_buffer text;
	char first[4];

	text_init(&text, first, sizeof(first));
	text_escape(&text, "/a b\\\tc\xff", " \t\n");
	KTEST_EXPECT(t, has(&text, "/a\\040b\\134\\011c\xff"));
	text_free(&text);
}

KTEST(text_buffer, without_memory_what_is_there_stays)
{
	struct text_buffer text;
	char first[4];

	fault_inject_each(nth)
	{
		text_init(&text, first, sizeof(first));
		text_append(&text, "ab", 2);
		text_printf(&text, "%s", "cdef");
		text_append(&text, "0123456789", 10);
		if (text.failed)
			KTEST_EXPECT_MEMEQ(t, text.bytes, "ab", 2);
		else
			KTEST_EXPECT(t, has(&text, "abcdef0123456789"));
		text_free(&text);
	}
}
