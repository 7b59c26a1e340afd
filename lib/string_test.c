// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lengths and offsets go through variables, so that the calls stay calls.
 */
#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <uapi/errno.h>

/* The functions themselves, not the compiler's idea of them. */
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef strlen

enum {
	GUARD = 16,
	LEN_MAX = 150, /* past every threshold, and some words of rep movsq */
	BUF_SIZE = GUARD + LEN_MAX + 8 + GUARD,
};

static u8 from[BUF_SIZE], to[BUF_SIZE], expected[BUF_SIZE];

static void fill(u8 *buf, u8 first)
{
	for (size_t i = 0; i < BUF_SIZE; i++)
		buf[i] = (u8)(first + i * 7);
}

static bool same(const u8 *a, const u8 *b)
{
	for (size_t i = 0; i < BUF_SIZE; i++) {
		if (a[i] != b[i])
			return false;
	}
	return true;
}

KTEST(string, memcpy_copies_every_length_and_touches_nothing_else)
{
	unsigned int wrong = 0;

	for (size_t len = 0; len <= LEN_MAX; len++) {
		for (size_t shift = 0; shift < 8; shift++) {
			u8 *dst = to + GUARD + shift;
			u8 *src = from + GUARD + (len + shift) % 8;

			fill(from, 3);
			fill(to, 100);
			fill(expected, 100);
			for (size_t i = 0; i < len; i++)
				expected[GUARD + shift + i] = src[i];
			wrong += memcpy(dst, src, len) != dst;
			wrong += !same(to, expected);
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(string, memset_fills_every_length_and_touches_nothing_else)
{
	unsigned int wrong = 0;

	for (size_t len = 0; len <= LEN_MAX; len++) {
		for (size_t shift = 0; shift < 8; shift++) {
			u8 *dst = to + GUARD + shift;

			fill(to, 100);
			fill(expected, 100);
			for (size_t i = 0; i < len; i++)
				expected[GUARD + shift + i] = 0xa5;
			wrong += memset(dst, 0x1a5, len) != dst;
			wrong += !same(to, expected);
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

/* Move @len bytes inside one buffer by @distance, both ways of overlapping. */
static bool memmove_is_right(size_t len, int distance)
{
	size_t start = distance < 0 ? GUARD - distance : GUARD;

	fill(to, 9);
	fill(from, 9);
	fill(expected, 9);
	for (size_t i = 0; i < len; i++)
		expected[start + distance + i] = from[start + i];
	return memmove(to + start + distance, to + start, len) ==
		       to + start + distance &&
	       same(to, expected);
}

KTEST(string, memmove_survives_overlap_at_every_distance)
{
	unsigned int wrong = 0;

	for (int len = 0; len <= LEN_MAX - 40; len++) {
		for (int distance = -40; distance <= 40; distance++)
			wrong += !memmove_is_right(len, distance);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(string, memcmp_orders_by_the_first_different_byte)
{
	unsigned int wrong = 0;

	for (size_t len = 1; len <= 40; len++) {
		for (size_t at = 0; at < len; at++) {
			fill(from, 0);
			fill(to, 0);
			wrong += memcmp(from, to, len) != 0;
			from[at] = 0x80;
			to[at] = 0x7f;
			wrong += memcmp(from, to, len) <= 0;
			wrong += memcmp(to, from, len) >= 0;
			wrong += memcmp(from, to, at) != 0;
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(string, memchr_stays_inside_its_length)
{
	const char text[] = "abcabc";

	KTEST_EXPECT_EQ(t, memchr(text, 'c', 6), text + 2);
	KTEST_EXPECT_EQ(t, memchr(text, 'c', 2), 0);
	KTEST_EXPECT_EQ(t, memchr(text, 0, 7), text + 6);
	KTEST_EXPECT_EQ(t, memchr(text, 'a' + 256, 6), text);
}

KTEST(string, lengths_end_at_the_terminator_or_the_limit)
{
	const char *volatile text = "hello";

	KTEST_EXPECT_EQ(t, strlen(text), 5);
	KTEST_EXPECT_EQ(t, strlen(text + 5), 0);
	KTEST_EXPECT_EQ(t, strnlen(text, 100), 5);
	KTEST_EXPECT_EQ(t, strnlen(text, 3), 3);
	KTEST_EXPECT_EQ(t, strnlen(text, 0), 0);
}

KTEST(string, comparison_is_by_unsigned_bytes)
{
	KTEST_EXPECT_EQ(t, strcmp("abc", "abc"), 0);
	KTEST_EXPECT_LT(t, strcmp("ab", "abc"), 0);
	KTEST_EXPECT_GT(t, strcmp("abd", "abc"), 0);
	KTEST_EXPECT_GT(t, strcmp("\xff", "a"), 0);
	KTEST_EXPECT_EQ(t, strncmp("abcX", "abcY", 3), 0);
	KTEST_EXPECT_LT(t, strncmp("abcX", "abcY", 4), 0);
	KTEST_EXPECT_EQ(t, strncmp("a", "b", 0), 0);
	KTEST_EXPECT_EQ(t, strncmp("ab", "ab", 10), 0);
}

KTEST(string, searches_find_the_first_the_last_and_the_terminator)
{
	const char *text = "a.b.c";

	KTEST_EXPECT_EQ(t, strchr(text, '.'), text + 1);
	KTEST_EXPECT_EQ(t, strrchr(text, '.'), text + 3);
	KTEST_EXPECT_EQ(t, strchr(text, 0), text + 5);
	KTEST_EXPECT_EQ(t, strrchr(text, 0), text + 5);
	KTEST_EXPECT_EQ(t, strchr(text, 'x'), 0);
	KTEST_EXPECT_EQ(t, strrchr(text, 'x'), 0);
	KTEST_EXPECT_EQ(t, strstr(text, "b."), text + 2);
	KTEST_EXPECT_EQ(t, strstr(text, ""), text);
	KTEST_EXPECT_EQ(t, strstr(text, "c."), 0);
	KTEST_EXPECT_EQ(t, strstr(text, "a.b.c.d"), 0);
	KTEST_EXPECT_EQ(t, strspn("  word", " "), 2);
	KTEST_EXPECT_EQ(t, strspn("", " "), 0);
	KTEST_EXPECT_EQ(t, strcspn("word=1", "= "), 4);
	KTEST_EXPECT_EQ(t, strcspn("word", "="), 4);
}

KTEST(string, strscpy_terminates_and_reports_a_cut)
{
	char buf[4] = "...";

	KTEST_EXPECT_EQ(t, strscpy(buf, "abc", sizeof(buf)), 3);
	KTEST_EXPECT_STREQ(t, buf, "abc");
	KTEST_EXPECT_EQ(t, strscpy(buf, "wxyz", sizeof(buf)), -E2BIG);
	KTEST_EXPECT_STREQ(t, buf, "wxy");
	KTEST_EXPECT_EQ(t, strscpy(buf, "q", 0), -E2BIG);
	KTEST_EXPECT_STREQ(t, buf, "wxy");
	KTEST_EXPECT_EQ(t, strscpy(buf, "", 1), 0);
	KTEST_EXPECT_STREQ(t, buf, "");
}

KTEST(string, strstarts_wants_the_whole_prefix)
{
	KTEST_EXPECT(t, strstarts("console=ttyS0", "console="));
	KTEST_EXPECT(t, strstarts("x", ""));
	KTEST_EXPECT(t, !strstarts("cons", "console"));
	KTEST_EXPECT(t, !strstarts("Console", "console"));
}
