// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking pages of a user's address space away, or elsewhere. From a table that
 * has nothing else the pages are not taken one by one: the slot just leads there
 * no more, and who leaves last frees the table with all that is in it.
 */
#include "user_internal.h"

#include <exo/frame.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

static unsigned long slot_start(unsigned long virt)
{
	return ALIGN_DOWN(virt, SLOT_SIZE);
}

/* Nothing but what is unmapped is in the table around @virt. */
static bool range_has_slot(const struct user_range *range, unsigned long virt)
{
	const unsigned long first = slot_start(virt);

	return range->floor <= first && range->ceiling >= first + SLOT_SIZE;
}

/* So that nothing has to be copied once unmapping has begun. */
static int own_ends(struct mm *mm, const struct user_range *range)
{
	const unsigned long ends[] = {range->start, range->end - 1};
	int error = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(ends) && !error; i++)
		if (!range_has_slot(range, ends[i]))
			error = user_table_own(mm, ends[i]);
	return error;
}

static void gather_range(struct tlb_gather *gather, unsigned long start,
			 unsigned long end)
{
	gather->start = min(gather->start, start);
	gather->end = max(gather->end, end);
}

static inline void pages_taken(struct mm *mm, u64 pages)
{
	if (unlikely(mm->resident > mm->resident_max))
		mm->resident_max = mm->resident;
	mm->resident -= pages;
}

/* Let @slot, of a table with nothing but pages of the range, lead nowhere. */
static void slot_leave(struct tlb_gather *gather, u64 *slot)
{
	struct frame *table = phys_to_frame(*slot & PTE_ADDRESS);

	WRITE_ONCE(*slot, 0);
	pages_taken(gather->mm, table->count);
	if (__atomic_sub_fetch(&table->refs, 1, __ATOMIC_ACQ_REL))
		return;
	table->refs = 1;
	tlb_gather_table(gather, frame_to_phys(table));
}

/*
 * Leave tables from that of @slot on, up to one that has more than the range.
 * Returns where that is, or the next table of slots.
 */
static unsigned long slots_leave(struct tlb_gather *gather,
				 const struct user_range *range, u64 *slot,
				 unsigned long virt)
{
	const unsigned long first = slot_start(virt);
	const unsigned int count = page_run(
		first, ALIGN_UP(range->end, SLOT_SIZE) - first, PAGE_LEVEL_2M);
	unsigned long at = first;
	int left = 0;

	for (unsigned int i = 0; i < count; i++, at += SLOT_SIZE) {
		if (!slot[i])
			continue;
		if (!range_has_slot(range, at))
			break;
		slot_leave(gather, &slot[i]);
		left++;
	}
	gather_range(gather, max(first, range->start), min(at, range->end));
	if (table_count(slot, -left))
		page_tables_unlink(gather, virt, PAGE_LEVEL_2M);
	return at;
}

/*
 * Clear entries of the table of @slot. Returns where it stopped: at the end of
 * either table or range, or because the gather is full.
 */
static unsigned long table_clear(struct tlb_gather *gather, const u64 *slot,
				 unsigned long start, unsigned long end)
{
	const unsigned int first = page_table_index(start, PAGE_LEVEL_4K);
	const unsigned int last =
		first + page_run(start, end - start, PAGE_LEVEL_4K);
	struct frame **frames = &gather->frames[gather->nr_frames];
	u64 *table = slot_table(*slot);
	const unsigned int count = virt_to_frame(table)->count;
	const unsigned int most =
		min(count, TLB_GATHER_FRAMES - gather->nr_frames);
	unsigned int i, cleared = 0;

	for (i = first; i < last && cleared < most; i++) {
		const u64 value = table[i];

		if (!value)
			continue;
		frames[cleared++] = phys_to_frame(value & PTE_ADDRESS);
		WRITE_ONCE(table[i], 0);
	}
	gather->nr_frames += cleared;
	pages_taken(gather->mm, cleared);
	if (cleared)
		gather_range(gather, start, start + (i - first) * PAGE_SIZE);
	if (table_count(table, -(int)cleared)) {
		gather_range(gather, start, start + PAGE_SIZE);
		page_tables_unlink(gather, start, PAGE_LEVEL_4K);
	}
	return start + ((cleared == count ? last : i) - first) * PAGE_SIZE;
}

/*
 * Unmap what one slot leads to, or pass over what leads nowhere. Returns where to go
 * on; @virt when the table has been shared since own_ends(), by a fork while a file
 * is truncated.
 */
static unsigned long unmap_run(struct tlb_gather *gather,
			       const struct user_range *range,
			       unsigned long virt)
{
	struct page_walk walk = page_walk(gather->mm, virt, PAGE_LEVEL_2M);
	const size_t size = page_level_size(walk.level);
	const unsigned long next = ALIGN_DOWN(virt, size) + size;

	if (!*walk.entry) {
		/* Made for pages that did not come. */
		if (walk.level < PAGE_LEVEL_TOP && table_count(walk.entry, 0)) {
			gather_range(gather, virt, virt + PAGE_SIZE);
			page_tables_unlink(gather, virt, walk.level);
		}
		return next;
	}
	if (range_has_slot(range, virt))
		return slots_leave(gather, range, walk.entry, virt);
	if (!slot_own(*walk.entry))
		return virt;
	return table_clear(gather, walk.entry, virt, range->end);
}

/* Up to a table that must not be changed: where that is, or the end. */
static unsigned long unmap_runs(struct tlb_gather *gather,
				const struct user_range *range)
{
	struct mm *mm = gather->mm;
	unsigned long at = range->start, next = at;

	do {
		at = next;
		if (at >= range->end)
			break;
		spin_lock(&mm->lock);
		next = unmap_run(gather, range, at);
		spin_unlock(&mm->lock);
		if (gather->nr_frames == TLB_GATHER_FRAMES)
			tlb_gather_flush(gather);
	} while (next != at);
	return at;
}

int user_pages_unmap(struct tlb_gather *gather, const struct user_range *range)
{
	struct user_range left = *range;
	int error = 0;

	user_range_assert(range->start, range->end);
	while (!error && left.start < left.end) {
		error = own_ends(gather->mm, &left);
		if (!error)
			left.start = unmap_runs(gather, &left);
	}
	return error;
}

/* The first address from @virt on that has a table; @end or more: none has. */
static unsigned long next_with_table(struct mm *mm, unsigned long virt,
				     unsigned long end)
{
	while (virt < end) {
		struct page_walk walk;
		size_t size;
		bool there;

		spin_lock(&mm->lock);
		walk = page_walk(mm, virt, PAGE_LEVEL_2M);
		size = page_level_size(walk.level);
		there = *walk.entry;
		spin_unlock(&mm->lock);
		if (there)
			break;
		virt = ALIGN_DOWN(virt, size) + size;
	}
	return virt;
}

/* The page after @virt, but for those that have no table. */
static unsigned long next_page(struct mm *mm, unsigned long virt,
			       unsigned long end)
{
	virt += PAGE_SIZE;
	return virt % SLOT_SIZE ? virt : next_with_table(mm, virt, end);
}

/* The tables that @size bytes at @from need at @to. */
static int tables_make(struct mm *mm, unsigned long from, unsigned long to,
		       size_t size)
{
	const unsigned long end = from + size, away = to - from;
	unsigned long at = next_with_table(mm, from, end);
	int error = user_tables_own(mm, from, end);

	for (; at < end && !error; at = next_page(mm, at, end)) {
		bool needed;

		spin_lock(&mm->lock);
		needed = user_entry(mm, at) && !user_entry(mm, at + away);
		spin_unlock(&mm->lock);
		if (needed)
			error = user_table_make(mm, at + away);
	}
	return error;
}

static void entry_move(u64 *from, u64 *to)
{
	ASSERT(to && !*to);
	WRITE_ONCE(*to, *from);
	entry_filled(to);
	WRITE_ONCE(*from, 0);
	table_count(from, -1);
}

/* Free the tables of a range without pages, if they have none elsewhere. */
static void tables_prune(struct mm *mm, unsigned long start, size_t size)
{
	const struct user_range range = {start, start + size, start,
					 start + size};
	struct tlb_gather gather;

	tlb_gather_begin(&gather, mm);
	unmap_runs(&gather, &range);
	tlb_gather_end(&gather);
}

int user_pages_move(struct mm *mm, unsigned long from, unsigned long to,
		    size_t size)
{
	const unsigned long end = from + size, away = to - from;
	unsigned long at = next_with_table(mm, from, end);
	int error = tables_make(mm, from, to, size);

	if (error) {
		tables_prune(mm, to, size);
		return error;
	}
	for (; at < end; at = next_page(mm, at, end)) {
		u64 *entry;

		spin_lock(&mm->lock);
		entry = user_entry(mm, at);
		if (entry && *entry)
			entry_move(entry, user_entry(mm, at + away));
		spin_unlock(&mm->lock);
	}
	tlb_flush_range(mm, from, from + size);
	tables_prune(mm, from, size);
	return 0;
}
