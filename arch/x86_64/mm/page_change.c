// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables: taking pages away and changing what may be done with them.
 * Large pages that a range begins or ends in are split first, which changes
 * nothing that anybody sees; after that nothing can fail.
 *
 * What becomes empty or unused is gathered and freed after the flush: until
 * then a CPU may walk the table or reach the frame by what it remembers.
 */
#include "entry_bits.h"
#include "internal.h"

#include <exo/frame.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

/* Replace the large page at @walk by a table of the next smaller ones. */
static void split(struct page_walk *walk, unsigned long virt, paddr_t table)
{
	u64 *entries = phys_to_virt(table);
	size_t step = page_level_size(walk->level - 1);
	u64 value = *walk->entry;

	if (walk->level == PAGE_LEVEL_2M)
		value &= ~PTE_LARGE;
	for (unsigned int i = 0; i < PAGE_TABLE_ENTRIES; i++)
		entries[i] = value + i * step;
	table_count(entries, PAGE_TABLE_ENTRIES);
	WRITE_ONCE(*walk->entry, table | PTE_PRESENT | PTE_WRITABLE |
					 PTE_ACCESSED |
					 (kernel_half(virt) ? 0 : PTE_USER));
}

/* Have no page reach across @virt. 0 or -ENOMEM. */
static int split_at(struct mm *mm, unsigned long virt)
{
	struct spare_tables spare = {.count = 0};

	for (;;) {
		const bool have_spare = spare.count;
		struct page_walk walk;
		bool whole;

		spin_lock(&mm->lock);
		walk = page_walk(mm, virt, PAGE_LEVEL_4K);
		whole = !(*walk.entry & PTE_PRESENT) ||
			!(virt & (page_level_size(walk.level) - 1));
		if (!whole && have_spare)
			split(&walk, virt, spare_tables_take(&spare));
		spin_unlock(&mm->lock);
		if (whole)
			break;
		if (!have_spare && !spare_tables_fill(&spare, 1))
			return -ENOMEM;
	}
	spare_tables_drop(&spare);
	return 0;
}

static int split_ends(struct mm *mm, unsigned long virt, size_t size)
{
	int error = split_at(mm, virt);

	return error ? error : split_at(mm, virt + size);
}

/* The bytes from @virt to the end of what an entry at @level covers. */
static size_t rest_of_entry(unsigned long virt, unsigned int level)
{
	return page_level_size(level) - (virt & (page_level_size(level) - 1));
}

/*
 * The kernel's half keeps the tables below the top one, which all address
 * spaces share.
 */
void page_tables_unlink(struct tlb_gather *gather, unsigned long virt,
			unsigned int level)
{
	const unsigned int top = PAGE_LEVEL_TOP - kernel_half(virt);
	bool empty = true;

	for (; empty && level < top; level++) {
		struct page_walk walk = page_walk(gather->mm, virt, level + 1);

		tlb_gather_table(gather, *walk.entry & PTE_ADDRESS);
		WRITE_ONCE(*walk.entry, 0);
		empty = table_count(walk.entry, -1);
	}
}

/*
 * Clear present entries from @entry on, up to @count. Returns how many entries
 * were passed; *@cleared of them were present. Stops before a table, and when
 * @frames is given and the gather is full.
 */
static unsigned int clear_run(struct tlb_gather *gather, struct page_walk *walk,
			      unsigned int count, bool frames, int *cleared)
{
	unsigned int i;

	*cleared = 0;
	for (i = 0; i < count; i++) {
		u64 *entry = &walk->entry[i];

		if (!(*entry & PTE_PRESENT))
			continue;
		if (walk->level > PAGE_LEVEL_4K && pte_is_table(*entry))
			break;
		if (frames) {
			if (gather->nr_frames == TLB_GATHER_FRAMES)
				break;
			gather->frames[gather->nr_frames++] =
				phys_to_frame(*entry & PTE_ADDRESS);
		}
		WRITE_ONCE(*entry, 0);
		++*cleared;
	}
	return i;
}

/* Unmap the first run of a range. Returns the bytes passed, 0 if full. */
static size_t unmap_run(struct tlb_gather *gather, unsigned long virt,
			size_t size, bool frames)
{
	struct mm *mm = gather->mm;
	struct page_walk walk;
	unsigned int passed;
	int cleared;
	size_t bytes;

	spin_lock(&mm->lock);
	walk = page_walk(mm, virt, PAGE_LEVEL_4K);
	if (!(*walk.entry & PTE_PRESENT) && walk.level > PAGE_LEVEL_4K) {
		spin_unlock(&mm->lock);
		return min(size, rest_of_entry(virt, walk.level));
	}
	passed = clear_run(gather, &walk, page_run(virt, size, walk.level),
			   frames, &cleared);
	bytes = (size_t)passed << page_level_shift(walk.level);
	if (cleared) {
		gather->start = min(gather->start, virt);
		gather->end = max(gather->end, virt + bytes);
		if (table_count(walk.entry, -cleared))
			page_tables_unlink(gather, virt, walk.level);
	}
	spin_unlock(&mm->lock);
	return bytes;
}

static int unmap(struct tlb_gather *gather, unsigned long virt, size_t size,
		 bool frames)
{
	int error;

	page_range_assert(gather->mm, virt, size);
	error = split_ends(gather->mm, virt, size);
	if (error)
		return error;
	while (size) {
		size_t bytes = unmap_run(gather, virt, size, frames);

		if (!bytes)
			tlb_gather_flush(gather);
		virt += bytes;
		size -= bytes;
	}
	return 0;
}

int page_unmap_gather(struct tlb_gather *gather, unsigned long virt,
		      size_t size)
{
	return unmap(gather, virt, size, true);
}

/* What most calls ask for: one small page, not the last of its table. */
static bool unmap_page(struct mm *mm, unsigned long virt)
{
	struct page_walk walk;
	bool simple;

	spin_lock(&mm->lock);
	walk = page_walk(mm, virt, PAGE_LEVEL_4K);
	simple = walk.level == PAGE_LEVEL_4K && *walk.entry & PTE_PRESENT &&
		 table_has_others(walk.entry);
	if (likely(simple)) {
		WRITE_ONCE(*walk.entry, 0);
		table_count(walk.entry, -1);
	}
	spin_unlock(&mm->lock);
	return simple;
}

static __noinline int unmap_range(struct mm *mm, unsigned long virt,
				  size_t size)
{
	struct tlb_gather gather;
	int error;

	tlb_gather_begin(&gather, mm);
	error = unmap(&gather, virt, size, false);
	tlb_gather_end(&gather);
	return error;
}

int page_unmap(struct mm *mm, unsigned long virt, size_t size)
{
	page_range_assert(mm, virt, size);
	if (size != PAGE_SIZE || !unmap_page(mm, virt))
		return unmap_range(mm, virt, size);
	tlb_flush_page(mm, virt);
	return 0;
}

/* Change the first run of a range without holes. Returns its bytes. */
static size_t protect_run(struct mm *mm, unsigned long virt, size_t size,
			  unsigned int prot)
{
	const u64 keep = PTE_ADDRESS | PTE_ACCESSED | PTE_DIRTY;
	struct page_walk walk;
	unsigned int i, count;
	u64 bits;

	spin_lock(&mm->lock);
	walk = page_walk(mm, virt, PAGE_LEVEL_4K);
	count = page_run(virt, size, walk.level);
	bits = page_bits(prot, walk.level, kernel_half(virt));
	for (i = 0; i < count; i++) {
		u64 *entry = &walk.entry[i];

		if (walk.level > PAGE_LEVEL_4K && pte_is_table(*entry))
			break;
		WRITE_ONCE(*entry, (*entry & keep) | bits);
	}
	spin_unlock(&mm->lock);
	return (size_t)i << page_level_shift(walk.level);
}

/* Whether nothing in the range is absent. */
static bool range_shown(struct mm *mm, unsigned long virt, size_t size)
{
	while (size) {
		struct page_mapping mapping;
		size_t rest;

		if (!page_query(mm, virt, &mapping))
			return false;
		rest = mapping.page_size - (virt & (mapping.page_size - 1));
		rest = min(rest, size);
		virt += rest;
		size -= rest;
	}
	return true;
}

int page_protect(struct mm *mm, unsigned long virt, size_t size,
		 unsigned int prot)
{
	int error;

	page_range_assert(mm, virt, size);
	if (!page_prot_valid(virt, prot))
		return -EINVAL;
	if (!range_shown(mm, virt, size))
		return -EFAULT;
	error = split_ends(mm, virt, size);
	if (error)
		return error;
	for (size_t done = 0; done < size;)
		done += protect_run(mm, virt + done, size - done, prot);
	tlb_flush_range(mm, virt, virt + size);
	return 0;
}
