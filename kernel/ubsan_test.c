// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each test errs on purpose, with values the compiler cannot know, and sees
 * one report more. tests/boot/test_ubsan.py reads what the reports say. A
 * place is reported once a boot, so run again these tests fail.
 */
#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/ubsan.h>

static volatile int int_max = INT_MAX, int_min = INT_MIN, one = 1, zero;
static volatile int forty = 40;
static volatile long result;

#define EXPECT_REPORT(t, statement)                                    \
	do {                                                           \
		unsigned int _before = ubsan_report_count();           \
                                                                       \
		statement;                                             \
		KTEST_EXPECT_EQ(t, ubsan_report_count() - _before, 1); \
	} while (0)

KTEST(ubsan, arithmetic_that_overflows_is_reported)
{
	EXPECT_REPORT(t, result = int_max + one);
	EXPECT_REPORT(t, result = int_min - one);
	EXPECT_REPORT(t, result = int_max * forty);
	EXPECT_REPORT(t, result = -int_min);
}

KTEST(ubsan, shifts_too_far_are_reported)
{
	EXPECT_REPORT(t, result = one << forty);
	EXPECT_REPORT(t, result = one << -one);
	EXPECT_REPORT(t, result = forty << (forty - 10));
}

KTEST(ubsan, an_index_out_of_range_is_reported)
{
	static int array[2][2];

	EXPECT_REPORT(t, result = array[0][one + one]);
}

KTEST(ubsan, a_bool_that_is_neither_is_reported)
{
	static union {
		u8 byte;
		volatile bool value;
	} both = {.byte = 2};

	EXPECT_REPORT(t, result = both.value);
}

KTEST(ubsan, a_misaligned_pointer_is_reported)
{
	static u64 words[2];
	volatile unsigned long address = (unsigned long)words + one;

	EXPECT_REPORT(t, result = *(int *)address);
}

KTEST(ubsan, a_pointer_that_wraps_is_reported)
{
	volatile char *volatile base = (volatile char *)-16L;

	EXPECT_REPORT(t, result = (long)(base + forty));
}

KTEST(ubsan, a_place_is_reported_once)
{
	unsigned int before = ubsan_report_count();

	for (int i = 0; i < forty; i++)
		result = int_max + forty;
	KTEST_EXPECT_EQ(t, ubsan_report_count() - before, 1);
}

KTEST(ubsan, defined_behaviour_is_not_reported)
{
	unsigned int before = ubsan_report_count();

	result = (unsigned int)int_max + 2U;
	result = one << 30;
	result = int_max - zero;
	KTEST_EXPECT_EQ(t, ubsan_report_count(), before);
}
