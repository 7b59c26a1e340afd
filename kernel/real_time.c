// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time of day: the monotonic clock plus one number, which is what setting
 * the time changes.
 */
#include <exo/compiler.h>
#include <exo/time.h>

static u64 boot_ns; /* when uptime was 0, since 1970 UTC */

u64 time_real_ns(void)
{
	u64 uptime_ns = time_uptime_ns();

	return uptime_ns + READ_ONCE(boot_ns);
}

void time_set_real_ns(u64 now_ns)
{
	WRITE_ONCE(boot_ns, now_ns - time_uptime_ns());
}
