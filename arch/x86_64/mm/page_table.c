// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables: mapping, and looking up what is mapped. page_change.c takes
 * away and changes.
 *
 * A range is worked off in runs, each within one table and under mm->lock, so
 * that preemption is never off for longer than one table takes. Memory for
 * new tables is had before the lock is taken, by trying, counting what was
 * missing, and trying again.
 *
 *	entry -> [.......|XXXXXXXXX|.........]	one table of 512 entries
 *			  the run
 */
#include "entry_bits.h"
#include "internal.h"

#include <exo/panic.h>
#include <uapi/errno.h>

u64 page_bits_supported = ~(PTE_NO_EXECUTE | PTE_GLOBAL);
unsigned int page_level_largest = PAGE_LEVEL_2M;

struct mm kernel_mm = {
	.cpus = 1,
	.lock = SPINLOCK_INIT("kernel page tables"),
};

/* The largest page that can show @size bytes of @phys at @virt. */
static unsigned int largest_level(unsigned long virt, paddr_t phys, size_t size)
{
	unsigned int level = PAGE_LEVEL_4K;

	while (level < page_level_largest &&
	       !((virt | phys) & (page_level_size(level + 1) - 1)) &&
	       size >= page_level_size(level + 1))
		level++;
	return level;
}

/*
 * Link spare tables from @walk down to @level. The bits that restrict are in
 * the last entry only, so that tables are never in the way.
 */
static void link_tables(struct page_walk *walk, unsigned long virt,
			unsigned int level, struct spare_tables *spare)
{
	const u64 user = kernel_half(virt) ? 0 : PTE_USER;

	while (walk->level > level) {
		paddr_t table = spare_tables_take(spare);

		ASSERT(walk->level < PAGE_LEVEL_TOP || !kernel_half(virt) ||
		       !kernel_top_complete);
		*walk->entry = table | user | PTE_PRESENT | PTE_WRITABLE |
			       PTE_ACCESSED;
		entry_filled(walk->entry);
		walk->level--;
		walk->entry = (u64 *)phys_to_virt(table) +
			      page_table_index(virt, walk->level);
	}
}

/*
 * The entry for @virt at *@level, or at a lower one when smaller pages lie
 * there, absent, its table linked. Returns 0 with mm->lock held, or an error
 * without.
 */
static int entry_prepare(struct mm *mm, unsigned long virt, unsigned int *level,
			 struct spare_tables *spare, u64 **entry)
{
	for (;;) {
		struct page_walk walk;
		unsigned int missing;

		spin_lock(&mm->lock);
		walk = page_walk(mm, virt, *level);
		missing = walk.level - *level;
		if (!(*walk.entry & PTE_PRESENT) && missing <= spare->count) {
			link_tables(&walk, virt, *level, spare);
			*entry = walk.entry;
			return 0;
		}
		spin_unlock(&mm->lock);
		if (page_walk_ends_at_table(&walk))
			--*level;
		else if (*walk.entry & PTE_PRESENT)
			return -EEXIST;
		else if (!spare_tables_fill(spare, missing))
			return -ENOMEM;
	}
}

int page_tables_prepare(struct mm *mm, unsigned long virt, unsigned int level,
			u64 **entry)
{
	struct spare_tables spare = {.count = 0};
	int error;

	error = entry_prepare(mm, virt, &level, &spare, entry);
	if (!error)
		spin_unlock(&mm->lock);
	spare_tables_drop(&spare);
	return error;
}

u64 *page_table_prepare(unsigned long virt)
{
	u64 *entry;

	if (page_tables_prepare(&kernel_mm, virt, PAGE_LEVEL_4K, &entry))
		panic("no page table for %#lx", virt);
	return entry;
}

int page_top_prepare(unsigned long virt)
{
	struct page_walk walk = page_walk(&kernel_mm, virt, PAGE_LEVEL_TOP);
	u64 *entry;

	if (*walk.entry & PTE_PRESENT)
		return 0;
	return page_tables_prepare(&kernel_mm, virt, PAGE_LEVEL_TOP - 1,
				   &entry);
}

/* Fill absent entries from @entry on. Returns how many of @count were. */
static unsigned int fill_run(u64 *entry, unsigned int count, u64 value,
			     size_t step)
{
	unsigned int done = 0;

	for (; done < count && !(entry[done] & PTE_PRESENT); done++) {
		WRITE_ONCE(entry[done], value);
		value += step;
	}
	table_count(entry, (int)done);
	return done;
}

/* Map the first run of a range. Returns the bytes mapped, or an error. */
static ssize_t map_run(struct mm *mm, unsigned long virt, paddr_t phys,
		       size_t size, unsigned int prot,
		       struct spare_tables *spare)
{
	unsigned int level = largest_level(virt, phys, size);
	unsigned int done;
	u64 *entry, value;
	int error;

	error = entry_prepare(mm, virt, &level, spare, &entry);
	if (error)
		return error;
	value = phys | page_bits(prot, level, kernel_half(virt));
	done = fill_run(entry, page_run(virt, size, level), value,
			page_level_size(level));
	spin_unlock(&mm->lock);
	return (ssize_t)done << page_level_shift(level);
}

/* What most calls ask for: one page, and its table is there. */
static bool map_page(struct mm *mm, unsigned long virt, paddr_t phys,
		     unsigned int prot)
{
	struct page_walk walk;
	bool free;

	spin_lock(&mm->lock);
	walk = page_walk(mm, virt, PAGE_LEVEL_4K);
	free = walk.level == PAGE_LEVEL_4K && !(*walk.entry & PTE_PRESENT);
	if (likely(free)) {
		WRITE_ONCE(*walk.entry, phys | page_bits(prot, PAGE_LEVEL_4K,
							 kernel_half(virt)));
		table_count(walk.entry, 1);
	}
	spin_unlock(&mm->lock);
	return free;
}

static __noinline int map_range(struct mm *mm, unsigned long virt, paddr_t phys,
				size_t size, unsigned int prot)
{
	struct spare_tables spare = {.count = 0};
	size_t done = 0;
	ssize_t n = 0;

	for (; done < size && n >= 0; done += (size_t)max(n, 0L))
		n = map_run(mm, virt + done, phys + done, size - done, prot,
			    &spare);
	spare_tables_drop(&spare);
	if (n >= 0)
		return 0;
	/* Whole pages, so nothing is split and nothing can fail. */
	page_unmap(mm, virt, done);
	return (int)n;
}

int page_map(struct mm *mm, unsigned long virt, paddr_t phys, size_t size,
	     unsigned int prot)
{
	page_range_assert(mm, virt, phys | size);
	if (!page_prot_valid(virt, prot))
		return -EINVAL;
	if (size == PAGE_SIZE && map_page(mm, virt, phys, prot))
		return 0;
	return map_range(mm, virt, phys, size, prot);
}

bool page_query(struct mm *mm, unsigned long virt, struct page_mapping *mapping)
{
	struct page_walk walk;
	u64 entry;

	spin_lock(&mm->lock);
	walk = page_walk(mm, virt, PAGE_LEVEL_4K);
	entry = *walk.entry;
	spin_unlock(&mm->lock);
	if (!(entry & PTE_PRESENT))
		return false;
	mapping->page_size = page_level_size(walk.level);
	mapping->phys =
		(entry & PTE_ADDRESS) + (virt & (mapping->page_size - 1));
	mapping->prot = page_bits_prot(entry);
	return true;
}
