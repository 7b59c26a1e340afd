// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables that are shared by address spaces, and the end of sharing. A table's
 * frame has as many references as slots lead to it; those slots lack write
 * permission, which may also be so of the last one that is left.
 *
 * Two who leave the same table at a time both make a copy. The table stays as it
 * is, but for write permission of its pages, until the last slot has gone.
 */
#include "user_internal.h"

#include <exo/frame.h>
#include <uapi/errno.h>

/* Copy an entry that is in use, so that both can only read. */
static inline void entry_copy(u64 *from, u64 *to)
{
	u64 value = *from;

	if ((value & (PTE_WRITABLE | PTE_SHARED)) == PTE_WRITABLE) {
		value &= ~PTE_WRITABLE;
		WRITE_ONCE(*from, value);
	}
	frame_get(phys_to_frame(value & PTE_ADDRESS));
	*to = value;
}

static void table_copy(const struct frame *from, struct frame *to)
{
	u64 *const source = frame_to_virt(from), *const copy =
							 frame_to_virt(to);
	u64 groups;

	for_each_entry_in_use(entry, from, groups)
		entry_copy(entry, copy + (entry - source));
	to->private = from->private;
	to->count = from->count;
}

/* What a slot was made to leave; NULL: nothing. */
static void table_leave(struct frame *table)
{
	if (!table || __atomic_sub_fetch(&table->refs, 1, __ATOMIC_ACQ_REL))
		return;
	table->refs = 1;
	table_drop_pages(table);
	frame_free_zeroed(table);
}

/*
 * Under the lock: have @slot lead to a table of its own. Returns false when a
 * page for it is missing. *@left is the table it led to before.
 */
static bool slot_make_own(u64 *slot, struct spare_tables *spare,
			  struct frame **left)
{
	struct frame *shared;
	paddr_t copy;

	if (!slot || slot_own(*slot))
		return true;
	shared = phys_to_frame(*slot & PTE_ADDRESS);
	if (__atomic_load_n(&shared->refs, __ATOMIC_ACQUIRE) == 1) {
		WRITE_ONCE(*slot, *slot | PTE_WRITABLE);
		return true;
	}
	if (!spare->count)
		return false;
	copy = spare_tables_take(spare);
	table_copy(shared, phys_to_frame(copy));
	WRITE_ONCE(*slot, (*slot & ~PTE_ADDRESS) | copy | PTE_WRITABLE);
	*left = shared;
	return true;
}

/* What the entries of @table, above the lowest level, lead to. */
static void tables_free_below(struct frame *table, unsigned int level)
{
	unsigned int left = table->count;
	u64 groups;

	table->count = 0;
	for_each_entry_in_use(entry, table, groups) {
		struct frame *below = phys_to_frame(*entry & PTE_ADDRESS);

		*entry = 0;
		if (level == PAGE_LEVEL_2M) {
			table_leave(below);
		} else {
			tables_free_below(below, level - 1);
			frame_free_zeroed(below);
		}
		/* Mostly there is but one. */
		if (!--left)
			return;
	}
}

void user_tables_free(struct mm *mm)
{
	tables_free_below(phys_to_frame(mm->root), PAGE_LEVEL_TOP);
	mm->resident = 0;
}

static __noinline int table_own_slow(struct mm *mm, unsigned long virt)
{
	struct spare_tables spare = {.count = 0};
	struct frame *left = NULL;
	bool done, enough = true;

	do {
		spin_lock(&mm->lock);
		done = slot_make_own(slot_find(mm, virt), &spare, &left);
		spin_unlock(&mm->lock);
		if (!done)
			enough = spare_tables_fill(&spare, 1);
	} while (!done && enough);
	spare_tables_drop(&spare);
	/*
	 * Pages that were seen through the old table are the same in the new
	 * one. But a CPU remembers where tables are, too; a flush of one
	 * page makes it forget all of that (Intel SDM vol. 3, 4.10.4.1).
	 */
	if (left)
		tlb_flush_page(mm, virt);
	table_leave(left);
	return done ? 0 : -ENOMEM;
}

int user_table_own(struct mm *mm, unsigned long virt)
{
	u64 *slot;
	bool own;

	spin_lock(&mm->lock);
	slot = slot_find(mm, virt);
	own = !slot || slot_own(*slot);
	spin_unlock(&mm->lock);
	return own ? 0 : table_own_slow(mm, virt & ~(PAGE_SIZE - 1));
}

int user_tables_own(struct mm *mm, unsigned long start, unsigned long end)
{
	int error = 0;

	while (!error && start < end) {
		struct page_walk walk;
		bool shared;

		spin_lock(&mm->lock);
		walk = page_walk(mm, start, PAGE_LEVEL_2M);
		shared = *walk.entry && !slot_own(*walk.entry);
		spin_unlock(&mm->lock);
		if (shared)
			error = table_own_slow(mm, start);
		start = ALIGN_DOWN(start, page_level_size(walk.level)) +
			page_level_size(walk.level);
	}
	return error;
}

int user_table_make(struct mm *mm, unsigned long virt)
{
	u64 *entry;
	int error = page_tables_prepare(mm, virt, PAGE_LEVEL_4K, &entry);

	if (error && error != -EEXIST)
		return error;
	return user_table_own(mm, virt);
}

/* Let both have the table of the parent's @slot. Returns its pages. */
static u16 slot_share(u64 *slot, u64 *child_slot)
{
	struct frame *table = phys_to_frame(*slot & PTE_ADDRESS);

	__atomic_fetch_add(&table->refs, 1, __ATOMIC_RELAXED);
	WRITE_ONCE(*slot, *slot & ~PTE_WRITABLE);
	*child_slot = *slot;
	return table->count;
}

/* The same for @count slots in a row, but those that one of both lacks or has. */
static void slots_share(struct mm *child, u64 *slots, u64 *child_slots,
			unsigned int count)
{
	int shared = 0;

	for (unsigned int i = 0; i < count; i++) {
		if (!slots[i] || child_slots[i])
			continue;
		child->resident += slot_share(&slots[i], &child_slots[i]);
		shared++;
	}
	if (shared)
		entries_filled(child_slots, &child_slots[count - 1], shared);
}

/* Under both locks: false when the child has no table for the slots. */
static bool slots_share_at(struct mm *parent, struct mm *child,
			   unsigned long start, unsigned int count)
{
	const struct page_walk from = page_walk(parent, start, PAGE_LEVEL_2M);
	const struct page_walk to = page_walk(child, start, PAGE_LEVEL_2M);

	/* Truncation may have taken the last page away meanwhile. */
	if (from.level != PAGE_LEVEL_2M)
		return true;
	if (to.level != PAGE_LEVEL_2M)
		return false;
	slots_share(child, from.entry, to.entry, count);
	return true;
}

/*
 * Share what one table of slots leads to. 0 or -ENOMEM. Truncation knows the child
 * already and frees tables that it finds empty, so one just made may be gone again.
 */
static int share_run(struct mm *parent, struct mm *child, unsigned long start,
		     unsigned int count)
{
	int error = 0;

	while (!error) {
		u64 *slot;
		bool done;

		spin_lock(&parent->lock);
		spin_lock(&child->lock);
		done = slots_share_at(parent, child, start, count);
		spin_unlock(&child->lock);
		spin_unlock(&parent->lock);
		if (done)
			break;
		error = page_tables_prepare(child, start, PAGE_LEVEL_2M, &slot);
	}
	return error;
}

int user_pages_share(struct mm *parent, struct mm *child, unsigned long start,
		     unsigned long end)
{
	int error = 0;

	user_range_assert(start, end);
	start = ALIGN_DOWN(start, SLOT_SIZE);
	end = ALIGN_UP(end, SLOT_SIZE);
	while (!error && start < end) {
		struct page_walk walk;
		unsigned int count = 1;

		spin_lock(&parent->lock);
		walk = page_walk(parent, start, PAGE_LEVEL_2M);
		spin_unlock(&parent->lock);
		if (walk.level == PAGE_LEVEL_2M) {
			count = page_run(start, end - start, PAGE_LEVEL_2M);
			error = share_run(parent, child, start, count);
		}
		start = ALIGN_DOWN(start, page_level_size(walk.level)) +
			count * page_level_size(walk.level);
	}
	return error;
}
