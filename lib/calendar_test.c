// SPDX-License-Identifier: GPL-2.0-only
#include <exo/calendar.h>
#include <exo/ktest.h>

static u64 seconds(unsigned int year, unsigned int month, unsigned int day)
{
	struct calendar date = {.year = year, .month = month, .day = day};

	return calendar_seconds(&date);
}

KTEST(calendar, the_epoch_is_zero)
{
	struct calendar end = {1970, 1, 1, 23, 59, 59};

	KTEST_EXPECT_EQ(t, seconds(1970, 1, 1), 0);
	KTEST_EXPECT_EQ(t, calendar_seconds(&end), 86399);
}

/* By date -u -d DATE +%s. */
KTEST(calendar, known_dates_give_known_numbers)
{
	struct calendar last_of_32_bits = {2038, 1, 19, 3, 14, 7};

	KTEST_EXPECT_EQ(t, seconds(2000, 2, 29), 951782400);
	KTEST_EXPECT_EQ(t, seconds(2000, 3, 1), 951868800);
	KTEST_EXPECT_EQ(t, seconds(2025, 1, 1), 1735689600);
	KTEST_EXPECT_EQ(t, seconds(2100, 3, 1), 4107542400);
	KTEST_EXPECT_EQ(t, calendar_seconds(&last_of_32_bits), 2147483647);
}

static unsigned int days_in(unsigned int year, unsigned int month)
{
	static const u8 days[] = {31, 28, 31, 30, 31, 30,
				  31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (leap && month == 2 ? 1U : 0U);
}

KTEST(calendar, each_day_is_a_day_after_the_one_before)
{
	u64 expected = 0;
	unsigned int wrong = 0;

	for (unsigned int year = 1970; year <= 2401; year++) {
		for (unsigned int month = 1; month <= 12; month++) {
			unsigned int last = days_in(year, month);

			for (unsigned int day = 1; day <= last; day++) {
				wrong += seconds(year, month, day) != expected;
				expected += 86400;
			}
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}
