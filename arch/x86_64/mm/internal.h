/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private to this folder. Walking the tables, and the memory they
 * are made of.
 */
#ifndef ARCH_MM_INTERNAL_H
#define ARCH_MM_INTERNAL_H

#include <asm/page_entry.h>
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/page_table.h>
#include <exo/panic.h>
#include <exo/types.h>

struct tlb_gather;

/* Where a walk ended: an entry and its level. */
struct page_walk {
	u64 *entry;
	unsigned int level;
};

/*
 * Go down to the entry for @virt at level @target, or to the one above it that
 * leads no further: absent, or a large page.
 */
static __always_inline struct page_walk
page_walk(const struct mm *mm, unsigned long virt, unsigned int target)
{
	u64 *table = phys_to_virt(mm->root);
	struct page_walk walk;

	for (walk.level = PAGE_LEVEL_TOP;; walk.level--) {
		u64 value;

		walk.entry = &table[page_table_index(virt, walk.level)];
		if (walk.level == target)
			return walk;
		value = *walk.entry;
		if (!pte_is_table(value))
			return walk;
		table = phys_to_virt(value & PTE_ADDRESS);
	}
}

/* Whether the walk was asked for a large page and found smaller ones there. */
static inline bool page_walk_ends_at_table(const struct page_walk *walk)
{
	return walk->level > PAGE_LEVEL_4K && pte_is_table(*walk->entry);
}

/* Whether @virt is in the half that all address spaces share. */
static inline bool kernel_half(unsigned long virt)
{
	return virt >> 63;
}

/* The entries at @level of @size bytes at @virt that are in one table. */
static inline unsigned int page_run(unsigned long virt, size_t size,
				    unsigned int level)
{
	const unsigned int index = page_table_index(virt, level);

	return (unsigned int)min(size >> page_level_shift(level),
				 (size_t)PAGE_TABLE_ENTRIES - index);
}

/* What every caller must keep to. */
static inline void page_range_assert(const struct mm *mm, unsigned long virt,
				     size_t size)
{
	ASSERT(!((virt | size) & (PAGE_SIZE - 1)));
	ASSERT(kernel_half(virt) == (mm == &kernel_mm));
}

/* The kernel writes nothing that it executes. */
static inline bool page_prot_valid(unsigned long virt, unsigned int prot)
{
	return !kernel_half(virt) || ~prot & (PAGE_WRITE | PAGE_EXECUTE);
}

/* page_table.c */

extern unsigned int page_level_largest; /* PAGE_LEVEL_1G where there is one */

/*
 * For start-up: have the tables above @virt, and return its entry of the
 * lowest level. Panics when memory is short.
 */
u64 *page_table_prepare(unsigned long virt);

/*
 * Have the tables from the top one of @mm down to that of level @level, whose
 * entry for @virt is returned. -ENOMEM, -EEXIST when the entry is present or
 * covered by a large page.
 */
int page_tables_prepare(struct mm *mm, unsigned long virt, unsigned int level,
			u64 **entry);

/* Have the table that the kernel's top entry for @virt leads to. */
int page_top_prepare(unsigned long virt);

/*
 * address_space.c: the top table of the kernel's half has been copied, so no
 * entry may be added to it.
 */
extern bool kernel_top_complete;

/* What this processor knows of PTE_NO_EXECUTE and PTE_GLOBAL, and all else. */
extern u64 page_bits_supported;

/* table_memory.c: the pages that tables are made of. */

enum {
	TABLES_MAX = PAGE_LEVEL_TOP - PAGE_LEVEL_4K /* between root and page */
};

/* Zeroed pages taken before a lock, of which some may be left after it. */
struct spare_tables {
	unsigned int count;
	paddr_t pages[TABLES_MAX];
};

/* Have at least @wanted. False when memory is short. */
bool spare_tables_fill(struct spare_tables *spare, unsigned int wanted);
void spare_tables_drop(struct spare_tables *spare);

static inline paddr_t spare_tables_take(struct spare_tables *spare)
{
	return spare->pages[--spare->count];
}

extern bool tables_are_frames; /* and count their entries */

/*
 * @n more (fewer when negative) entries are present in the table that holds
 * @entry. Returns true when it is now empty and can be freed: tables of early
 * memory never are, and what their frames count means nothing.
 */
static inline bool table_count(const u64 *entry, int n)
{
	struct frame *frame;

	if (unlikely(!tables_are_frames))
		return false;
	frame = virt_to_frame(entry);
	frame->count = (u16)(frame->count + n);
	return unlikely(frame->count == 0) && frame_used(frame);
}

/*
 * Of a table in the user's half, bit n of its frame's private says that some of the
 * GROUP_ENTRIES entries from that of 8 n on may be in use, so that who goes through
 * a table need not look at the others.
 */
enum {
	GROUP_ENTRIES = PAGE_TABLE_ENTRIES / 64,
};

static inline unsigned int entry_group(const u64 *entry)
{
	return ((unsigned long)entry & (PAGE_SIZE - 1)) /
	       (GROUP_ENTRIES * sizeof(*entry));
}

/* What is in @entry counts from now on. */
static inline void entry_filled(const u64 *entry)
{
	table_count(entry, 1);
	if (likely(tables_are_frames))
		virt_to_frame(entry)->private |= 1UL << entry_group(entry);
}

/* The same of @n among the entries from @first to @last. */
static inline void entries_filled(const u64 *first, const u64 *last, int n)
{
	table_count(first, n);
	virt_to_frame(first)->private |=
		(2UL << entry_group(last)) - (1UL << entry_group(first));
}

/* For each @entry of @table's that is not 0; @groups is a u64 of the caller's. */
#define for_each_entry_in_use(entry, table, groups)                         \
	for ((groups) = (table)->private; (groups); (groups) &= (groups)-1) \
		for (u64 *entry = (u64 *)frame_to_virt(table) +             \
				  __builtin_ctzl(groups) * GROUP_ENTRIES,   \
			 *end_of_group = entry + GROUP_ENTRIES;             \
		     entry < end_of_group; entry++)                         \
			if (!*entry) {                                      \
			} else

/* Drop the pages of @table, to which nothing leads. Zeros are left. */
void table_drop_pages(struct frame *table);

/* Whether the table would not be empty without @entry, which is present. */
static inline bool table_has_others(const u64 *entry)
{
	return tables_are_frames && virt_to_frame(entry)->count != 1;
}

/*
 * page_change.c: the table of level @level around @virt is empty: unlink and
 * gather it, and those above that become empty by it. mm->lock is held.
 */
void page_tables_unlink(struct tlb_gather *gather, unsigned long virt,
			unsigned int level);

/* tlb_gather.c */

/* The table at @phys, unlinked already, goes with the next flush, with its pages. */
void tlb_gather_table(struct tlb_gather *gather, paddr_t phys);

/* paging_features.c: NX, global pages, SMEP, SMAP, UMIP, PAT on this CPU. */
void paging_features_enable(void);

/* map_temporary.c: once the tables that map the fixmap exist. */
void map_temporary_init(void);

#endif
