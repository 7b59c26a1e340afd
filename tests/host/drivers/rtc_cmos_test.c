// SPDX-License-Identifier: GPL-2.0-only
/* The CMOS clock driver against a model of the chip. */
#include <asm/io.h>
#include <exo/ktest.h>
#include <exo/time.h>
#include <uapi/errno.h>
#include "initcalls.h"

enum {
	SECOND = 0x00,
	MINUTE = 0x02,
	HOUR = 0x04,
	DAY = 0x07,
	MONTH = 0x08,
	YEAR = 0x09,
	STATUS_A = 0x0a,
	STATUS_B = 0x0b,
	STATUS_D = 0x0d,
	CENTURY = 0x32,

	UPDATING = 0x80,
	HOURS_24 = 0x02,
	BINARY = 0x04,
	PM = 0x80,

	PATIENCE = 2000000, /* port accesses one reading may take */
};

/*
 * The model: registers, and what happens as time, one port access each, goes
 * by.
 */
static struct {
	bool present;
	u8 index;
	u8 registers[128];
	u64 accesses;
	u64 steady_at; /* until then an update is announced */
	u64 tick_at; /* the seconds advance here; 0: never */
	u64 tick_every; /* and then each so many accesses; 0: once */
} rtc;

static const struct rtc_ops *ops;

void rtc_register(const struct rtc_ops *new_ops)
{
	ops = new_ops;
}

static void pass_time(void)
{
	rtc.accesses++;
	if (!rtc.tick_at || rtc.accesses < rtc.tick_at)
		return;
	/* 59 -> 00 shows a torn reading in the minute, too. */
	if (rtc.registers[SECOND] == 0x59) {
		rtc.registers[SECOND] = 0;
		rtc.registers[MINUTE]++;
	} else {
		rtc.registers[SECOND]++;
	}
	rtc.tick_at = rtc.tick_every ? rtc.accesses + rtc.tick_every : 0;
}

u8 inb(u16 port)
{
	pass_time();
	if (!rtc.present || port != 0x71)
		return 0xff;
	if (rtc.index == STATUS_A)
		return rtc.accesses < rtc.steady_at ? UPDATING | 0x26 : 0x26;
	return rtc.registers[rtc.index];
}

void outb(u16 port, u8 value)
{
	pass_time();
	if (port == 0x70)
		rtc.index = value & 0x7f;
}

/* A BCD, 24 hour clock at 2024-02-29 23:58:59. */
static void power_up(void)
{
	memset(&rtc, 0, sizeof(rtc));
	rtc.present = true;
	rtc.registers[SECOND] = 0x59;
	rtc.registers[MINUTE] = 0x58;
	rtc.registers[HOUR] = 0x23;
	rtc.registers[DAY] = 0x29;
	rtc.registers[MONTH] = 0x02;
	rtc.registers[YEAR] = 0x24;
	rtc.registers[CENTURY] = 0x20;
	rtc.registers[STATUS_B] = HOURS_24;
	rtc.registers[STATUS_D] = 0x80;
	RUN_INITCALLS(device);
}

static int read_date(struct calendar *date)
{
	int err;

	rtc.accesses = 0;
	err = ops->read(date);
	return rtc.accesses < PATIENCE ? err : -ETIMEDOUT;
}

/* The year, month ... packed in decimal; negative errors pass through. */
static s64 date_now(void)
{
	struct calendar d;
	int err = read_date(&d);

	if (err)
		return err;
	return ((((d.year * 100LL + d.month) * 100 + d.day) * 100 + d.hour) *
			100 +
		d.minute) *
		       100 +
	       d.second;
}

static s64 date_with(u8 reg, u8 value)
{
	power_up();
	rtc.registers[reg] = value;
	return date_now();
}

KTEST(rtc, bcd_clock_is_read)
{
	power_up();
	KTEST_ASSERT(t, ops);
	KTEST_EXPECT_EQ(t, date_now(), 20240229235859);
}

KTEST(rtc, binary_clock_is_read)
{
	power_up();
	rtc.registers[STATUS_B] = HOURS_24 | BINARY;
	rtc.registers[SECOND] = 59;
	rtc.registers[MINUTE] = 58;
	rtc.registers[HOUR] = 23;
	rtc.registers[DAY] = 31;
	rtc.registers[MONTH] = 12;
	rtc.registers[YEAR] = 99;
	rtc.registers[CENTURY] = 20;
	KTEST_EXPECT_EQ(t, date_now(), 20991231235859);
}

KTEST(rtc, twelve_hour_clock_knows_noon_and_midnight)
{
	power_up();
	rtc.registers[STATUS_B] = 0;
	rtc.registers[HOUR] = 0x12;
	KTEST_EXPECT_EQ(t, date_now(), 20240229005859);
	rtc.registers[HOUR] = 0x01;
	KTEST_EXPECT_EQ(t, date_now(), 20240229015859);
	rtc.registers[HOUR] = PM | 0x12;
	KTEST_EXPECT_EQ(t, date_now(), 20240229125859);
	rtc.registers[HOUR] = PM | 0x11;
	KTEST_EXPECT_EQ(t, date_now(), 20240229235859);
	rtc.registers[STATUS_B] = BINARY;
	rtc.registers[YEAR] = 24;
	rtc.registers[MONTH] = 2;
	rtc.registers[DAY] = 28;
	rtc.registers[MINUTE] = rtc.registers[SECOND] = 1;
	rtc.registers[CENTURY] = 20;
	rtc.registers[HOUR] = PM | 11;
	KTEST_EXPECT_EQ(t, date_now(), 20240228230101);
}

KTEST(rtc, twelve_hour_clock_has_no_hour_zero_or_thirteen)
{
	power_up();
	rtc.registers[STATUS_B] = 0;
	rtc.registers[HOUR] = 0;
	KTEST_EXPECT_EQ(t, date_now(), -EIO);
	rtc.registers[HOUR] = PM | 0x13;
	KTEST_EXPECT_EQ(t, date_now(), -EIO);
}

KTEST(rtc, announced_update_is_waited_for)
{
	power_up();
	rtc.steady_at = 2000;
	rtc.tick_at = 1990;
	KTEST_EXPECT_EQ(t, date_now(), 20240229235900);
}

KTEST(rtc, update_announced_for_ever_is_an_error)
{
	power_up();
	rtc.steady_at = ~0ULL;
	KTEST_EXPECT_EQ(t, date_now(), -EIO);
}

KTEST(rtc, update_in_the_middle_of_a_reading_is_not_seen)
{
	/* Wherever it falls, the answer is before or after, never between. */
	for (u64 at = 1; at < 60; at++) {
		s64 date;

		power_up();
		rtc.accesses = 0;
		rtc.tick_at = at;
		date = date_now();
		KTEST_EXPECT(t,
			     date == 20240229235859 || date == 20240229235900);
	}
}

KTEST(rtc, clock_that_never_holds_still_is_an_error)
{
	power_up();
	rtc.tick_at = 1;
	rtc.tick_every = 5;
	KTEST_EXPECT_EQ(t, date_now(), -EIO);
}

KTEST(rtc, absent_clock_is_not_registered)
{
	struct calendar date;

	rtc.present = false;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(device), 0);
	KTEST_EXPECT(t, !ops);
	power_up();
	rtc.present = false;
	KTEST_EXPECT_EQ(t, read_date(&date), -ENODEV);
}

KTEST(rtc, absurd_values_are_errors)
{
	KTEST_EXPECT_EQ(t, date_with(SECOND, 0x60), -EIO);
	KTEST_EXPECT_EQ(t, date_with(SECOND, 0x5a), -EIO);
	KTEST_EXPECT_EQ(t, date_with(MINUTE, 0xff), -EIO);
	KTEST_EXPECT_EQ(t, date_with(HOUR, 0x24), -EIO);
	KTEST_EXPECT_EQ(t, date_with(DAY, 0x00), -EIO);
	KTEST_EXPECT_EQ(t, date_with(DAY, 0x30), -EIO);
	KTEST_EXPECT_EQ(t, date_with(MONTH, 0x00), -EIO);
	KTEST_EXPECT_EQ(t, date_with(MONTH, 0x13), -EIO);
	KTEST_EXPECT_EQ(t, date_with(YEAR, 0xaa), -EIO);
}

KTEST(rtc, february_29_needs_a_leap_year)
{
	KTEST_EXPECT_EQ(t, date_with(YEAR, 0x23), -EIO);
	KTEST_EXPECT_EQ(t, date_with(YEAR, 0x00), 20000229235859);
	power_up();
	rtc.registers[CENTURY] = 0x21;
	rtc.registers[YEAR] = 0x00;
	KTEST_EXPECT_EQ(t, date_now(), -EIO);
}

KTEST(rtc, implausible_century_is_guessed)
{
	KTEST_EXPECT_EQ(t, date_with(CENTURY, 0x00), 20240229235859);
	KTEST_EXPECT_EQ(t, date_with(CENTURY, 0xff), 20240229235859);
	KTEST_EXPECT_EQ(t, date_with(CENTURY, 0x19), -EIO); /* 1924 */
	power_up();
	rtc.registers[CENTURY] = 0x77;
	rtc.registers[YEAR] = 0x96;
	KTEST_EXPECT_EQ(t, date_now(), 19960229235859);
}
