// SPDX-License-Identifier: GPL-2.0-only
/*
 * The date: whichever real-time clock driver registered. It is read at boot,
 * to set the time of day, and on demand.
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
	if (err) {
		pr_warn("%s does not tell the time (%d)\n", rtc->name, err);
		return;
	}
	time_set_real_ns(calendar_seconds(&date) * NSEC_PER_SEC);
	pr_info("%s says %04u-%02u-%02u %02u:%02u:%02u UTC\n", rtc->name,
		date.year, date.month, date.day, date.hour, date.minute,
		date.second);
}

int time_read_calendar(struct calendar *date)
{
	return rtc ? rtc->read(date) : -ENODEV;
}
