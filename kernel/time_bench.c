// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/time.h>

BENCH(time, uptime_ns, .batch = 64)
{
	bench_keep(time_uptime_ns());
}

BENCH(time, idle_enter_and_exit, .batch = 64)
{
	time_idle_enter();
	time_idle_exit();
}
