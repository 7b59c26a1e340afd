/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private to this folder. Tables of the lowest level in the user's
 * half, and the entries that lead to them, here called slots. An entry of such
 * a table is 0 or holds a frame; it is not present when the page is hidden.
 */
#ifndef ARCH_MM_USER_INTERNAL_H
#define ARCH_MM_USER_INTERNAL_H

#include <exo/user_pages.h>

#include "entry_bits.h"
#include "internal.h"

/* What one slot covers. */
#define SLOT_SIZE LARGE_PAGE_SIZE

static inline void user_range_assert(unsigned long start, unsigned long end)
{
	ASSERT(!((start | end) & (PAGE_SIZE - 1)));
	ASSERT(start <= end && end <= USER_END);
}

/* Whether a slot leads to a table that may be changed. */
static inline bool slot_own(u64 slot)
{
	const u64 own = PTE_PRESENT | PTE_WRITABLE;

	return (slot & own) == own;
}

static inline u64 *slot_table(u64 slot)
{
	return phys_to_virt(slot & PTE_ADDRESS);
}

/* The slot for @virt, which leads to a table; NULL: it does not. */
static __always_inline u64 *slot_find(const struct mm *mm, unsigned long virt)
{
	u64 *table = phys_to_virt(mm->root), *entry;
	unsigned int level = PAGE_LEVEL_TOP;

	/* No page of a user's is large: what is not 0 leads to a table. */
	for (;; level--) {
		entry = &table[page_table_index(virt, level)];
		if (unlikely(!*entry))
			return NULL;
		if (level == PAGE_LEVEL_2M)
			return entry;
		table = slot_table(*entry);
	}
}

/* What the slot for @virt says; 0: it leads nowhere, or there is none. */
static __always_inline u64 slot_value(const struct mm *mm, unsigned long virt)
{
	unsigned int level = PAGE_LEVEL_TOP;
	u64 value = mm->root;

	for (;; level--) {
		value = slot_table(value)[page_table_index(virt, level)];
		if (unlikely(!value) || level == PAGE_LEVEL_2M)
			return value;
	}
}

/* The entry for @virt in the table that @slot leads to. */
static inline u64 *slot_entry(u64 slot, unsigned long virt)
{
	return &slot_table(slot)[page_table_index(virt, PAGE_LEVEL_4K)];
}

/* The entry for @virt in a table that may be changed; NULL: there is none. */
static inline u64 *user_entry(const struct mm *mm, unsigned long virt)
{
	const u64 slot = slot_value(mm, virt);

	return likely(slot_own(slot)) ? slot_entry(slot, virt) : NULL;
}

/*
 * user_table.c: have the table around @virt, if there is one, be of @mm alone:
 * the one function that ends sharing. -ENOMEM. Takes mm->lock.
 */
__must_check int user_table_own(struct mm *mm, unsigned long virt);

/* The same, and have one. */
__must_check int user_table_make(struct mm *mm, unsigned long virt);

/* The same as own, for all tables that reach into [@start, @end). */
__must_check int user_tables_own(struct mm *mm, unsigned long start,
				 unsigned long end);

#endif
