// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysinfo(2). There is no swap and no memory that is high.
 */
#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/sched_totals.h>
#include <exo/shared_memory.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/sysinfo.h>

static void fill_loads(struct sysinfo *info)
{
	u64 averages[LOAD_AVERAGES];

	load_averages(averages);
	for (int i = 0; i < LOAD_AVERAGES; i++)
		info->loads[i] = averages[i] << (SI_LOAD_SHIFT - LOAD_SHIFT);
}

static void fill_memory(struct sysinfo *info)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	info->totalram = (frames.total - frames.reserved) << PAGE_SHIFT;
	info->freeram = frames.free << PAGE_SHIFT;
	info->sharedram = shared_memory_frames() << PAGE_SHIFT;
	info->mem_unit = 1;
}

long sys_sysinfo(struct sysinfo __user *to)
{
	struct sched_totals totals;
	struct sysinfo info;

	memset(&info, 0, sizeof(info));
	sched_totals(&totals);
	info.uptime = (s64)(time_uptime_ns() / NSEC_PER_SEC);
	info.procs = (u16)min(totals.tasks, 0xffffU);
	fill_loads(&info);
	fill_memory(&info);
	return user_copy_to(to, &info, sizeof(info));
}
