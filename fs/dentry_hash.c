// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table in which a walk finds a name: chains of dentries, by their parent
 * and the hash of the name.
 *
 * It never grows: the dentries that nobody uses are limited to a part of the
 * memory, and the table, made at start-up, has a chain for each page of it.
 */
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/rcu.h>

#include "dentry.h"

enum {
	HASH_BITS_MIN = 8,
};

struct dentry **dentry_chains;
unsigned int dentry_hash_shift;

void dentry_hash_init(void)
{
	struct frame_statistics frames;
	unsigned int bits = HASH_BITS_MIN;

	frame_statistics(&frames);
	while (BIT(bits) < frames.total)
		bits++;
	for (; bits >= HASH_BITS_MIN; bits--) {
		dentry_chains = kcalloc(BIT(bits), sizeof(dentry_chains[0]));
		dentry_hash_shift = 64 - bits;
		if (dentry_chains)
			return;
	}
	panic("no memory for the table of names");
}

void dentry_hash_add(struct dentry *dentry)
{
	struct dentry **chain = dentry_chain(dentry->parent, &dentry->name);

	assert_locked(&tree_lock);
	dentry->hash_next = *chain;
	rcu_assign_pointer(*chain, dentry);
	dentry->flags |= DENTRY_HASHED;
}

/* A reader who stands at @dentry still finds the way on. */
void dentry_hash_remove(struct dentry *dentry)
{
	struct dentry **link = dentry_chain(dentry->parent, &dentry->name);

	assert_locked(&tree_lock);
	if (!(dentry->flags & DENTRY_HASHED))
		return;
	while (*link != dentry)
		link = &(*link)->hash_next;
	rcu_assign_pointer(*link, dentry->hash_next);
	dentry->flags &= ~(u32)DENTRY_HASHED;
}
