// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time of day: the monotonic clock plus one number, which is what setting
 * the time changes.
 */
#include <exo/compiler.h>
#include <exo/real_time_watch.h>
#include <exo/time.h>
#include <exo/time_page.h>

u64 time_real_ns(void)
{
	u64 uptime_ns = time_uptime_ns();

	return uptime_ns + READ_ONCE(time_room.page.boot_ns);
}

void time_set_real_ns(u64 now_ns)
{
	WRITE_ONCE(time_room.page.boot_ns, now_ns - time_uptime_ns());
	real_time_tell();
}
