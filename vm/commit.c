// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was promised: pages that may be written to and then need a frame of their
 * own, whether they have one yet or not. Programs ask for more than they use, so
 * up to twice the RAM is promised, and no more: a request that goes beyond fails
 * at once with ENOMEM, instead of somebody being killed later. MAP_NORESERVE is
 * not counted.
 */
#define pr_fmt(fmt) "vm: " fmt

#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/printk.h>

#include "internal.h"

enum {
	COMMIT_PER_RAM = 2,
};

static u64 limit, committed; /* pages; committed is atomic */

static int commit_init(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	limit = COMMIT_PER_RAM * (frames.total - frames.reserved);
	pr_info("up to %llu KB of memory are promised to programs\n",
		(unsigned long long)limit * (PAGE_SIZE / 1024));
	return 0;
}
INITCALL(memory, commit_init);

bool commit_charge(u64 pages)
{
	u64 now = __atomic_add_fetch(&committed, pages, __ATOMIC_RELAXED);

	if (now <= limit && now >= pages)
		return true;
	commit_uncharge(pages);
	return false;
}

void commit_uncharge(u64 pages)
{
	__atomic_fetch_sub(&committed, pages, __ATOMIC_RELAXED);
}

void vm_commit_get(struct vm_commit *commit)
{
	commit->limit = limit;
	commit->committed = __atomic_load_n(&committed, __ATOMIC_RELAXED);
}
