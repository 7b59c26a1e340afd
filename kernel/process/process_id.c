// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers and who has them. Numbers follow one another, so their low bits spread
 * them over the table; it has as many chains as there may be processes, so that
 * these are short.
 */
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/task_id.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	CHAINS_MIN = 64,
	CHAINS_MAX = 65536,
	FRAMES_PER_CHAIN =
		32, /* memory that a process has at least, and more */
};

static struct hlist_head *chains;
static u32 chain_mask;

static struct hlist_head *chain_of(u32 id)
{
	return &chains[id & chain_mask];
}

void process_id_add(struct process_id *entry, u32 id, enum process_id_kind kind)
{
	entry->id = id;
	entry->kind = (u8)kind;
	hlist_add_head(&entry->node, chain_of(id));
}

static bool has_user(u32 id)
{
	const struct process_id *entry;

	hlist_for_each_entry(entry, chain_of(id), node)
		if (entry->id == id)
			return true;
	return false;
}

void process_id_remove(struct process_id *entry)
{
	hlist_del(&entry->node);
	if (!has_user(entry->id))
		task_id_free(entry->id);
}

struct process_id *process_id_find(u32 id, enum process_id_kind kind)
{
	struct process_id *entry;

	assert_locked(&process_lock);
	hlist_for_each_entry(entry, chain_of(id), node)
		if (entry->id == id && entry->kind == kind)
			return entry;
	return NULL;
}

int process_id_init(void)
{
	struct frame_statistics frames;
	u32 count = CHAINS_MIN;

	frame_statistics(&frames);
	while (count < CHAINS_MAX && count < frames.total / FRAMES_PER_CHAIN)
		count *= 2;
	chains = kcalloc(count, sizeof(*chains));
	chain_mask = count - 1;
	return chains ? 0 : -ENOMEM;
}
