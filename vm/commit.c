// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was promised: pages that may be written to and then need a frame of their
 * own, whether they have one yet or not. Programs ask for more than they use, so
 * up to twice the RAM is promised, and no more: a request that goes beyond fails
 * at once with ENOMEM, instead of somebody being killed later. MAP_NORESERVE is
 * not counted. /proc/sys/vm/overcommit_memory chooses another limit.
 */
#define pr_fmt(fmt) "vm: " fmt

#include <exo/commit_count.h>
#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <uapi/errno.h>

#include "internal.h"

static u64 ram; /* pages */
static enum commit_mode mode = COMMIT_HEURISTIC;

static void set_limit(void)
{
	WRITE_ONCE(commit_count.limit,
		   mode == COMMIT_STRICT ? ram / 2 : 2 * ram);
}

static int commit_init(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	ram = frames.total - frames.reserved;
	set_limit();
	pr_info("up to %llu KB of memory are promised to programs\n",
		(unsigned long long)commit_count.limit * (PAGE_SIZE / 1024));
	return 0;
}
INITCALL(memory, commit_init);

enum commit_mode commit_mode_get(void)
{
	return READ_ONCE(mode);
}

int commit_mode_set(unsigned int new_mode)
{
	if (new_mode > COMMIT_STRICT)
		return -EINVAL;
	WRITE_ONCE(mode, (enum commit_mode)new_mode);
	set_limit();
	return 0;
}

bool commit_charge(u64 pages)
{
	u64 now = __atomic_add_fetch(&commit_count.committed, pages,
				     __ATOMIC_RELAXED);

	if (now >= pages && (now <= READ_ONCE(commit_count.limit) ||
			     unlikely(READ_ONCE(mode) == COMMIT_ALWAYS)))
		return true;
	commit_uncharge(pages);
	return false;
}

void commit_uncharge(u64 pages)
{
	__atomic_fetch_sub(&commit_count.committed, pages, __ATOMIC_RELAXED);
}

void vm_commit_get(struct vm_commit *commit)
{
	commit->limit = READ_ONCE(commit_count.limit);
	commit->committed =
		__atomic_load_n(&commit_count.committed, __ATOMIC_RELAXED);
}
