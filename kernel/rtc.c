// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calendar: whichever real-time clock driver registered.
 */
#define pr_fmt(fmt) "rtc: " fmt

#include <exo/printk.h>
#include <exo/time.h>
#include <uapi/errno.h>

static const struct rtc_ops *rtc;

void rtc_register(const struct rtc_ops *ops)
{
	struct calendar date;
	int err;

	rtc = ops;
	err = rtc->read(&date);
	if (err)
		pr_warn("%s does not tell the time (%d)\n", rtc->name, err);
	else
		pr_info("%s says %04u-%02u-%02u %02u:%02u:%02u UTC\n",
			rtc->name, date.year, date.month, date.day, date.hour,
			date.minute, date.second);
}

int time_read_calendar(struct calendar *date)
{
	return rtc ? rtc->read(date) : -ENODEV;
}
