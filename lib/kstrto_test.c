// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/kstrto.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <uapi/errno.h>

enum {
	UNTOUCHED = 4711
};

KTEST(kstrto, base_zero_follows_the_prefix)
{
	unsigned long value = UNTOUCHED;

	KTEST_EXPECT_EQ(t, kstrtoul("1234", 0, &value), 0);
	KTEST_EXPECT_EQ(t, value, 1234);
	KTEST_EXPECT_EQ(t, kstrtoul("0x1fF", 0, &value), 0);
	KTEST_EXPECT_EQ(t, value, 0x1ff);
	KTEST_EXPECT_EQ(t, kstrtoul("0755", 0, &value), 0);
	KTEST_EXPECT_EQ(t, value, 0755);
	KTEST_EXPECT_EQ(t, kstrtoul("0", 0, &value), 0);
	KTEST_EXPECT_EQ(t, value, 0);
	KTEST_EXPECT_EQ(t, kstrtoul("0X10", 16, &value), 0);
	KTEST_EXPECT_EQ(t, value, 16);
	KTEST_EXPECT_EQ(t, kstrtoul("zz", 36, &value), 0);
	KTEST_EXPECT_EQ(t, value, 35 * 36 + 35);
}

KTEST(kstrto, text_that_is_no_number_is_refused)
{
	static const char *const junk[] = {
		"",    " ",   "x", "0x", "0xg", "12a", "1 ",   " 1",
		"--1", "+-1", "+", "-",	 "09",	"1\n", "0x 1", "1.5",
	};
	unsigned long value = UNTOUCHED;
	long number = UNTOUCHED;

	for (size_t i = 0; i < ARRAY_SIZE(junk); i++) {
		KTEST_EXPECT_EQ(t, kstrtoul(junk[i], 0, &value), -EINVAL);
		KTEST_EXPECT_EQ(t, kstrtol(junk[i], 0, &number), -EINVAL);
	}
	KTEST_EXPECT_EQ(t, kstrtoul("-1", 0, &value), -EINVAL);
	KTEST_EXPECT_EQ(t, kstrtoul("0x1", 10, &value), -EINVAL);
	KTEST_EXPECT_EQ(t, value, UNTOUCHED);
	KTEST_EXPECT_EQ(t, number, UNTOUCHED);
}

KTEST(kstrto, limits_fit_and_one_more_does_not)
{
	unsigned long value = UNTOUCHED;
	long number = UNTOUCHED;

	KTEST_EXPECT_EQ(t, kstrtoul("18446744073709551615", 10, &value), 0);
	KTEST_EXPECT_EQ(t, value, ULONG_MAX);
	value = UNTOUCHED;
	KTEST_EXPECT_EQ(t, kstrtoul("18446744073709551616", 10, &value),
			-ERANGE);
	KTEST_EXPECT_EQ(t, kstrtoul("99999999999999999999999", 10, &value),
			-ERANGE);
	KTEST_EXPECT_EQ(t, kstrtoul("99999999999999999999999x", 10, &value),
			-EINVAL);
	KTEST_EXPECT_EQ(t, value, UNTOUCHED);

	KTEST_EXPECT_EQ(t, kstrtol("-9223372036854775808", 10, &number), 0);
	KTEST_EXPECT_EQ(t, number, LONG_MIN);
	KTEST_EXPECT_EQ(t, kstrtol("+9223372036854775807", 10, &number), 0);
	KTEST_EXPECT_EQ(t, number, LONG_MAX);
	KTEST_EXPECT_EQ(t, kstrtol("9223372036854775808", 10, &number),
			-ERANGE);
	KTEST_EXPECT_EQ(t, kstrtol("-9223372036854775809", 10, &number),
			-ERANGE);
}

KTEST(kstrto, narrow_types_have_their_own_limits)
{
	unsigned int value = UNTOUCHED;
	int number = UNTOUCHED;

	KTEST_EXPECT_EQ(t, kstrtouint("4294967295", 0, &value), 0);
	KTEST_EXPECT_EQ(t, value, UINT_MAX);
	KTEST_EXPECT_EQ(t, kstrtouint("4294967296", 0, &value), -ERANGE);
	KTEST_EXPECT_EQ(t, kstrtoint("-2147483648", 0, &number), 0);
	KTEST_EXPECT_EQ(t, number, INT_MIN);
	KTEST_EXPECT_EQ(t, kstrtoint("2147483648", 0, &number), -ERANGE);
	KTEST_EXPECT_EQ(t, kstrtoint("-0x10", 0, &number), 0);
	KTEST_EXPECT_EQ(t, number, -16);
	KTEST_EXPECT_EQ(t, kstrtoint("x", 0, &number), -EINVAL);
}

KTEST(kstrto, bool_knows_its_words)
{
	bool value = false;

	KTEST_EXPECT_EQ(t, kstrtobool("on", &value), 0);
	KTEST_EXPECT(t, value);
	KTEST_EXPECT_EQ(t, kstrtobool("n", &value), 0);
	KTEST_EXPECT(t, !value);
	KTEST_EXPECT_EQ(t, kstrtobool("1", &value), 0);
	KTEST_EXPECT(t, value);
	KTEST_EXPECT_EQ(t, kstrtobool("", &value), -EINVAL);
	KTEST_EXPECT_EQ(t, kstrtobool("yess", &value), -EINVAL);
}

KTEST(kstrto, sizes_take_one_suffix)
{
	u64 bytes = UNTOUCHED;

	KTEST_EXPECT_EQ(t, parse_size("512", &bytes), 0);
	KTEST_EXPECT_EQ(t, bytes, 512);
	KTEST_EXPECT_EQ(t, parse_size("16k", &bytes), 0);
	KTEST_EXPECT_EQ(t, bytes, 16384);
	KTEST_EXPECT_EQ(t, parse_size("0x10M", &bytes), 0);
	KTEST_EXPECT_EQ(t, bytes, 16 << 20);
	KTEST_EXPECT_EQ(t, parse_size("8G", &bytes), 0);
	KTEST_EXPECT_EQ(t, bytes, 8UL << 30);
	KTEST_EXPECT_EQ(t, parse_size("16777215T", &bytes), 0);
	KTEST_EXPECT_EQ(t, bytes, 16777215UL << 40);
	KTEST_EXPECT_EQ(t, parse_size("16777216T", &bytes), -ERANGE);
	KTEST_EXPECT_EQ(t, parse_size("99999999999999999999k", &bytes),
			-ERANGE);
	KTEST_EXPECT_EQ(t, parse_size("k", &bytes), -EINVAL);
	KTEST_EXPECT_EQ(t, parse_size("1kb", &bytes), -EINVAL);
	KTEST_EXPECT_EQ(t, parse_size("1x", &bytes), -EINVAL);
	KTEST_EXPECT_EQ(t, parse_size("-1k", &bytes), -EINVAL);
	KTEST_EXPECT_EQ(t, parse_size("", &bytes), -EINVAL);
	KTEST_EXPECT_EQ(t, bytes, 16777215UL << 40);
}
