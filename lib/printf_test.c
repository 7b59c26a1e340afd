// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ISO C leaves open and what it does not know. Its own conversions are
 * also compared with a C library's by the thousand, see
 * tests/host/printf_fuzz.c.
 */
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/printf.h>

/* Without the format attribute: the compiler would refuse the odd ones. */
static int render(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return len;
}

#define EXPECT_TEXT(t, expected, ...)                       \
	do {                                                \
		char _buf[100];                             \
		int _len = render(_buf, 100, __VA_ARGS__);  \
		KTEST_EXPECT_STREQ(t, _buf, expected);      \
		KTEST_EXPECT_EQ(t, _len, strlen(expected)); \
	} while (0)

KTEST(printf, integers_take_sign_base_and_padding)
{
	EXPECT_TEXT(t, "-42|+42| 42|00042|   42|42   |",
		    "%d|%+d|% d|%05d|%5d|%-5d|", -42, 42, 42, 42, 42, 42);
	EXPECT_TEXT(t, "ff|FF|0xff|0XFF|0x00ff|  0xff",
		    "%x|%X|%#x|%#X|%#06x|%#6x", 255, 255, 255, 255, 255, 255);
	EXPECT_TEXT(t, "17|017|0|0", "%o|%#o|%#o|%#x", 15, 15, 0, 0);
	EXPECT_TEXT(t, "007|  007||0", "%.3d|%5.3d|%.0d|%#.0o", 7, 7, 0, 0);
	EXPECT_TEXT(t, "  007", "%05.3d", 7);
}

KTEST(printf, lengths_cut_the_argument_to_the_type)
{
	EXPECT_TEXT(t, "-1 255 -1 65535", "%hhd %hhu %hd %hu", 0x1ff, 0x1ff,
		    0x1ffff, 0x1ffff);
	EXPECT_TEXT(t, "-9223372036854775808", "%ld", LONG_MIN);
	EXPECT_TEXT(t, "18446744073709551615", "%llu", ~0ULL);
	EXPECT_TEXT(t, "1777777777777777777777", "%lo", ~0UL);
	EXPECT_TEXT(t, "-5 5 7 -2147483648", "%zd %zu %td %i", -5L, 5UL, 7L,
		    INT_MIN);
}

KTEST(printf, strings_respect_width_and_precision)
{
	EXPECT_TEXT(t, "abc|  abc|abc  |ab|   ab", "%s|%5s|%-5s|%.2s|%*.*s",
		    "abc", "abc", "abc", "abc", 5, 2, "abc");
	EXPECT_TEXT(t, "abc  |abc", "%*s|%.*s", -5, "abc", -1, "abc");
	EXPECT_TEXT(t, "(null)", "%s", (char *)NULL);
	EXPECT_TEXT(t, "x|  x|x  |%", "%c|%3c|%-3c|%%", 'x', 'x', 'x');
}

KTEST(printf, precision_reads_no_further_into_a_string)
{
	char unterminated[3] = {'a', 'b', 'c'};

	EXPECT_TEXT(t, "abc", "%.3s", unterminated);
}

KTEST(printf, pointers_are_hexadecimal)
{
	EXPECT_TEXT(t, "0xffffffff80100000", "%p", (void *)0xffffffff80100000);
	EXPECT_TEXT(t, "0x0|   0x1f|0x1f   |", "%p|%7p|%-7p|", NULL,
		    (void *)0x1f, (void *)0x1f);
}

KTEST(printf, symbols_always_print_something)
{
	char buf[64];

	KTEST_EXPECT_GT(t, snprintf(buf, sizeof(buf), "%pS", (void *)16), 0);
	KTEST_EXPECT_GT(t, snprintf(buf, sizeof(buf), "%ps", (void *)16), 0);
}

KTEST(printf, unknown_conversions_stand_as_they_are)
{
	EXPECT_TEXT(t, "%q", "%q");
	EXPECT_TEXT(t, "%n 7", "%n %d", 7);
	EXPECT_TEXT(t, "100%", "100%");
	EXPECT_TEXT(t, "%-5", "%-5");
	EXPECT_TEXT(t, "%l", "%l");
}

KTEST(printf, nothing_is_written_past_the_size)
{
	for (size_t size = 0; size <= 12; size++) {
		char buf[16];
		size_t kept = size ? min(size - 1, (size_t)10) : 0;

		memset(buf, '#', sizeof(buf));
		KTEST_EXPECT_EQ(t, snprintf(buf, size, "%s%05d", "hello", 42),
				10);
		KTEST_EXPECT_MEMEQ(t, buf, "hello00042", kept);
		if (size)
			KTEST_EXPECT_EQ(t, buf[kept], 0);
		KTEST_EXPECT_EQ(t, buf[size ? kept + 1 : 0], '#');
	}
}

KTEST(printf, scnprintf_returns_what_is_there)
{
	char buf[8];

	KTEST_EXPECT_EQ(t, scnprintf(buf, sizeof(buf), "abc"), 3);
	KTEST_EXPECT_EQ(t, scnprintf(buf, sizeof(buf), "%s", "0123456789"), 7);
	KTEST_EXPECT_STREQ(t, buf, "0123456");
	KTEST_EXPECT_EQ(t, scnprintf(buf, 1, "abc"), 0);
	KTEST_EXPECT_EQ(t, scnprintf(buf, 0, "abc"), 0);
}

KTEST(printf, absurd_widths_are_counted_and_not_stored)
{
	char buf[8];

	KTEST_EXPECT_EQ(t, render(buf, sizeof(buf), "%2147483647d", 1),
			INT_MAX);
	KTEST_EXPECT_STREQ(t, buf, "       ");
	KTEST_EXPECT_EQ(t, render(buf, sizeof(buf), "%99999999999s", "x"),
			INT_MAX);
	KTEST_EXPECT_EQ(t,
			render(buf, sizeof(buf), "%*.*d", INT_MIN, INT_MAX, -1),
			INT_MAX);
}
