// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table in which a walk finds a name: chains of dentries, by their parent
 * and the hash of the name.
 *
 * It never grows: the dentries that nobody uses are limited to a part of the
 * memory, and the table, made at start-up, has a chain for each page of it.
 */
#include <exo/frame.h>
#include <exo/hash.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/rcu.h>

#include "dentry.h"

enum {
	HASH_BITS_MIN = 8,
};

static struct dentry **chains;
static unsigned int hash_bits;

void dentry_hash_init(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	hash_bits = HASH_BITS_MIN;
	while (BIT(hash_bits) < frames.total)
		hash_bits++;
	for (; hash_bits >= HASH_BITS_MIN; hash_bits--) {
		chains = kcalloc(BIT(hash_bits), sizeof(chains[0]));
		if (chains)
			return;
	}
	panic("no memory for the table of names");
}

static inline struct dentry **chain_of(const struct dentry *parent, u32 hash)
{
	return &chains[hash_64((u64)parent + hash, hash_bits)];
}

struct dentry *dentry_hash_find(const struct dentry *parent,
				const struct path_name *name)
{
	struct dentry *dentry = rcu_dereference(*chain_of(parent, name->hash));

	for (; dentry; dentry = rcu_dereference(dentry->hash_next))
		if (dentry->name.hash == name->hash &&
		    dentry->parent == parent &&
		    path_name_equal(name, dentry->name.chars,
				    dentry->name.length))
			break;
	return dentry;
}

void dentry_hash_add(struct dentry *dentry)
{
	struct dentry **chain = chain_of(dentry->parent, dentry->name.hash);

	assert_locked(&tree_lock);
	dentry->hash_next = *chain;
	rcu_assign_pointer(*chain, dentry);
	dentry->flags |= DENTRY_HASHED;
}

/* A reader who stands at @dentry still finds the way on. */
void dentry_hash_remove(struct dentry *dentry)
{
	struct dentry **link = chain_of(dentry->parent, dentry->name.hash);

	assert_locked(&tree_lock);
	if (!(dentry->flags & DENTRY_HASHED))
		return;
	while (*link != dentry)
		link = &(*link)->hash_next;
	rcu_assign_pointer(*link, dentry->hash_next);
	dentry->flags &= ~(u32)DENTRY_HASHED;
}
