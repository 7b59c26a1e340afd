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

static inline u64 user_page_bits(unsigned int prot)
{
	u64 bits = page_bits(prot | PAGE_USER, PAGE_LEVEL_4K, false);

	bits |= prot & USER_PAGE_SHARED ? PTE_SHARED : 0;
	if (prot & USER_PAGE_HIDDEN)
		bits ^= PTE_PRESENT | PTE_HIDDEN;
	return bits;
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
static inline u64 *slot_find(const struct mm *mm, unsigned long virt)
{
	struct page_walk walk = page_walk(mm, virt, PAGE_LEVEL_2M);

	return walk.level == PAGE_LEVEL_2M && *walk.entry ? walk.entry : NULL;
}

/* The entry for @virt in a table that may be changed; NULL: there is none. */
static inline u64 *user_entry(const struct mm *mm, unsigned long virt)
{
	struct page_walk walk = page_walk(mm, virt, PAGE_LEVEL_2M);

	if (unlikely(walk.level != PAGE_LEVEL_2M || !slot_own(*walk.entry)))
		return NULL;
	return &slot_table(*walk.entry)[page_table_index(virt, PAGE_LEVEL_4K)];
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
