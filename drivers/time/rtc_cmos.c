// SPDX-License-Identifier: GPL-2.0-only
/*
 * The battery-backed clock of a PC (Motorola MC146818A data sheet), for
 * reading only; it runs on UTC.
 *
 * The chip updates its registers once a second and says shortly before that
 * it will. A reading is taken when no update is announced, and counts when a
 * second one agrees. Whatever the chip says is checked: a missing chip reads
 * as all ones, one with an empty battery as anything.
 */
#include <asm/io.h>
#include <asm/irqflags.h>
#include <exo/initcall.h>
#include <exo/string.h>
#include <exo/time.h>
#include <uapi/errno.h>

enum {
	CMOS_INDEX = 0x70, /* bit 7 turns NMIs off; kept clear */
	CMOS_DATA = 0x71,

	RTC_SECOND = 0x00,
	RTC_MINUTE = 0x02,
	RTC_HOUR = 0x04,
	RTC_DAY = 0x07,
	RTC_MONTH = 0x08,
	RTC_YEAR = 0x09, /* of the century */
	RTC_STATUS_A = 0x0a,
	RTC_STATUS_B = 0x0b,
	RTC_STATUS_D = 0x0d,
	/* Where PCs keep it, though no data sheet says so. */
	RTC_CENTURY = 0x32,

	STATUS_A_UPDATING = 0x80,
	STATUS_B_24_HOURS = 0x02,
	STATUS_B_BINARY = 0x04,
	STATUS_D_ZERO_BITS = 0x7f, /* always read as 0 */

	HOUR_PM = 0x80, /* of a 12 hour clock */

	/*
	 * An update takes 2 ms and a look a microsecond or more. An emulator
	 * on a busy machine may come late to its end: each wait ends after half
	 * a second at least.
	 */
	POLLS_MAX = 500000,
	READINGS_MAX = 5,
};

/* The registers as they stand in the chip. */
struct reading {
	u8 second, minute, hour, day, month, year, century;
};

static u8 cmos_read(u8 reg)
{
	outb(CMOS_INDEX, reg);
	return inb(CMOS_DATA);
}

static bool clock_answers(void)
{
	return (cmos_read(RTC_STATUS_D) & STATUS_D_ZERO_BITS) == 0;
}

static bool wait_until_steady(void)
{
	for (unsigned int polls = POLLS_MAX; polls > 0; polls--) {
		if (!(cmos_read(RTC_STATUS_A) & STATUS_A_UPDATING))
			return true;
		cpu_relax();
	}
	return false;
}

static void take_reading(struct reading *r)
{
	r->second = cmos_read(RTC_SECOND);
	r->minute = cmos_read(RTC_MINUTE);
	r->hour = cmos_read(RTC_HOUR);
	r->day = cmos_read(RTC_DAY);
	r->month = cmos_read(RTC_MONTH);
	r->year = cmos_read(RTC_YEAR);
	r->century = cmos_read(RTC_CENTURY);
}

/*
 * Interrupts may come between two registers, and then an update in the middle
 * of a reading; two that agree were not torn.
 */
static int read_steady(struct reading *r)
{
	struct reading again;

	for (unsigned int tries = READINGS_MAX; tries > 0; tries--) {
		if (!wait_until_steady())
			return -EIO;
		take_reading(r);
		if (!wait_until_steady())
			return -EIO;
		take_reading(&again);
		if (memcmp(r, &again, sizeof(again)) == 0)
			return 0;
	}
	return -EIO;
}

/* A register's number; more than 99, which nothing allows, when it is none. */
static unsigned int decode(u8 value, u8 status_b)
{
	if (status_b & STATUS_B_BINARY)
		return value;
	if ((value & 0x0f) > 9 || value >> 4 > 9)
		return 255;
	return (value >> 4) * 10U + (value & 0x0f);
}

static unsigned int decode_hour(u8 value, u8 status_b)
{
	unsigned int hour;

	if (status_b & STATUS_B_24_HOURS)
		return decode(value, status_b);
	hour = decode((u8)(value & ~HOUR_PM), status_b);
	if (hour < 1 || hour > 12)
		return 255;
	/* 12 am is midnight, 12 pm noon. */
	return hour % 12 + (value & HOUR_PM ? 12 : 0);
}

/* Years without a plausible century register are 1970 to 2069. */
static unsigned int decode_year(const struct reading *r, u8 status_b)
{
	unsigned int year = decode(r->year, status_b);
	unsigned int century = decode(r->century, status_b);

	if (year > 99)
		return 0;
	if (century == 19 || century == 20 || century == 21)
		return century * 100 + year;
	return year + (year < 70 ? 2000 : 1900);
}

static unsigned int days_in_month(unsigned int year, unsigned int month)
{
	static const u8 days[] = {31, 28, 31, 30, 31, 30,
				  31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1U : 0U);
}

static bool date_is_valid(const struct calendar *date)
{
	return date->year >= 1970 && date->month >= 1 && date->month <= 12 &&
	       date->day >= 1 &&
	       date->day <= days_in_month(date->year, date->month) &&
	       date->hour <= 23 && date->minute <= 59 && date->second <= 59;
}

static int rtc_cmos_read(struct calendar *date)
{
	struct reading r;
	u8 status_b;
	int err;

	if (!clock_answers())
		return -ENODEV;
	err = read_steady(&r);
	if (err)
		return err;
	status_b = cmos_read(RTC_STATUS_B);
	*date = (struct calendar){
		.year = decode_year(&r, status_b),
		.month = decode(r.month, status_b),
		.day = decode(r.day, status_b),
		.hour = decode_hour(r.hour, status_b),
		.minute = decode(r.minute, status_b),
		.second = decode(r.second, status_b),
	};
	return date_is_valid(date) ? 0 : -EIO;
}

static const struct rtc_ops rtc_cmos = {
	.name = "cmos",
	.read = rtc_cmos_read,
};

static int rtc_cmos_init(void)
{
	if (clock_answers())
		rtc_register(&rtc_cmos);
	return 0;
}
INITCALL(device, rtc_cmos_init);
