// SPDX-License-Identifier: GPL-2.0-only
/*
 * Single pages of a user's address space: what page faults come down to. The
 * usual case, a table that is there and not shared, is one walk under the lock.
 */
#include "user_internal.h"

#include <exo/frame.h>
#include <uapi/errno.h>

/* What an entry says of its page, by enum user_page_prot. */
#define USER_BITS(prot)                                                 \
	[prot] = PTE_USER |                                             \
		 ((prot)&USER_PAGE_HIDDEN ? PTE_HIDDEN : PTE_PRESENT) | \
		 ((prot)&PAGE_WRITE ? PTE_WRITABLE : 0) |               \
		 ((prot)&PAGE_EXECUTE ? 0 : PTE_NO_EXECUTE) |           \
		 ((prot)&USER_PAGE_SHARED ? PTE_SHARED : 0)

static const u64 user_bits[USER_PAGE_PROTS] = {
	USER_BITS(0),  USER_BITS(1),  USER_BITS(2),  USER_BITS(3),
	USER_BITS(4),  USER_BITS(5),  USER_BITS(6),  USER_BITS(7),
	USER_BITS(8),  USER_BITS(9),  USER_BITS(10), USER_BITS(11),
	USER_BITS(12), USER_BITS(13), USER_BITS(14), USER_BITS(15),
};

static inline u64 user_page_bits(unsigned int prot)
{
	return user_bits[prot] & page_bits_supported;
}

/* Fill the entry for @virt if its table is there: 0, -EEXIST or -ENOENT. */
static __always_inline int entry_fill(struct mm *mm, unsigned long virt,
				      u64 value)
{
	int error = -ENOENT;
	u64 slot, *entry;

	spin_lock(&mm->lock);
	slot = slot_value(mm, virt);
	if (likely(slot_own(slot))) {
		error = -EEXIST;
		entry = slot_entry(slot, virt);
		if (likely(!*entry)) {
			WRITE_ONCE(*entry, value);
			entry_filled(entry);
			mm->resident++;
			error = 0;
		}
	}
	spin_unlock(&mm->lock);
	return error;
}

/* Apart, so that the short way need not save what this uses. */
static __noinline int table_make_and_fill(struct mm *mm, unsigned long virt,
					  u64 value)
{
	int error;

	do {
		error = user_table_make(mm, virt);
		if (!error)
			error = entry_fill(mm, virt, value);
	} while (error == -ENOENT);
	return error;
}

int user_page_add(struct mm *mm, unsigned long virt, struct frame *frame,
		  unsigned int prot)
{
	const u64 value = frame_to_phys(frame) | user_page_bits(prot);
	int error = entry_fill(mm, virt, value);

	return likely(error != -ENOENT) ? error
					: table_make_and_fill(mm, virt, value);
}

void user_pages_add(struct mm *mm, unsigned long virt,
		    struct frame *const *frames, unsigned int count,
		    unsigned int prot)
{
	const u64 bits = user_page_bits(prot);
	unsigned int added = 0;
	u64 *entry;

	ASSERT(count <=
	       page_run(virt, (size_t)count << PAGE_SHIFT, PAGE_LEVEL_4K));
	spin_lock(&mm->lock);
	entry = user_entry(mm, virt);
	for (unsigned int i = 0; entry && i < count; i++) {
		if (!frames[i] || entry[i])
			continue;
		frame_get(frames[i]);
		WRITE_ONCE(entry[i], frame_to_phys(frames[i]) | bits);
		added++;
	}
	if (added) {
		entries_filled(entry, &entry[count - 1], (int)added);
		mm->resident += added;
	}
	spin_unlock(&mm->lock);
}

/* Nobody but this address space uses what a private mapping shows. */
static bool alone(u64 value)
{
	return READ_ONCE(phys_to_frame(value & PTE_ADDRESS)->refs) == 1;
}

/* user_page_write(), -ENOENT also where the table is shared or absent. */
static __always_inline int write_own(struct mm *mm, unsigned long virt,
				     unsigned int prot, struct frame **old)
{
	int error = 0;
	u64 *entry;

	spin_lock(&mm->lock);
	entry = user_entry(mm, virt);
	if (!entry || !*entry) {
		error = -ENOENT;
	} else if (prot & USER_PAGE_SHARED || *entry & PTE_WRITABLE ||
		   alone(*entry)) {
		WRITE_ONCE(*entry, (*entry & PTE_ADDRESS) |
					   user_page_bits(prot | PAGE_WRITE));
	} else {
		*old = phys_to_frame(*entry & PTE_ADDRESS);
		frame_get(*old);
		error = -EBUSY;
	}
	spin_unlock(&mm->lock);
	return error;
}

/* Apart, so that the short way need not save what this uses. */
static __noinline int own_and_write(struct mm *mm, unsigned long virt,
				    unsigned int prot, struct frame **old)
{
	int error = user_table_own(mm, virt);

	return error ? error : write_own(mm, virt, prot, old);
}

int user_page_write(struct mm *mm, unsigned long virt, unsigned int prot,
		    struct frame **old)
{
	int error = write_own(mm, virt, prot, old);

	if (unlikely(error == -ENOENT))
		error = own_and_write(mm, virt, prot, old);
	if (!error)
		tlb_flush_page(mm, virt);
	return error;
}

int user_page_replace(struct mm *mm, unsigned long virt,
		      const struct frame *old, struct frame *new,
		      unsigned int prot)
{
	struct frame *shown = NULL;
	u64 *entry;

	spin_lock(&mm->lock);
	entry = user_entry(mm, virt);
	if (likely(entry && *entry))
		shown = phys_to_frame(*entry & PTE_ADDRESS);
	if (likely(shown == old))
		WRITE_ONCE(*entry, frame_to_phys(new) | user_page_bits(prot));
	spin_unlock(&mm->lock);
	if (shown != old)
		return -ENOENT;
	tlb_flush_page(mm, virt);
	frame_put_one_of_two(shown);
	return 0;
}

struct frame *user_page_get(struct mm *mm, unsigned long virt)
{
	struct frame *frame = NULL;
	u64 slot, value;

	spin_lock(&mm->lock);
	slot = slot_value(mm, virt);
	if (slot) {
		value = *slot_entry(slot, virt);
		frame = value ? phys_to_frame(value & PTE_ADDRESS) : NULL;
	}
	if (frame)
		frame_get(frame);
	spin_unlock(&mm->lock);
	return frame;
}

/*
 * What @value, of a page that is there, is to be. One that is not shared with
 * others may be written at once if it may be written at all.
 */
static u64 entry_protected(u64 value, u64 bits)
{
	const u64 keep = PTE_ADDRESS | PTE_ACCESSED | PTE_DIRTY | PTE_SHARED;

	if (!(value & PTE_WRITABLE) && (value & PTE_SHARED || !alone(value)))
		bits &= ~PTE_WRITABLE;
	return (value & keep) | bits;
}

/* Where what is absent together with @virt ends: in no table, or in no slot. */
static __noinline unsigned long hole_end(struct mm *mm, unsigned long virt)
{
	const struct page_walk walk = page_walk(mm, virt, PAGE_LEVEL_2M);
	const size_t size = page_level_size(walk.level);

	return ALIGN_DOWN(virt, size) + size;
}

/*
 * Protect what is in one table. Returns where the next one begins; @start when
 * the table is shared, and must not be changed.
 */
static unsigned long protect_run(struct mm *mm, unsigned long start,
				 unsigned long end, u64 bits)
{
	const u64 slot = slot_value(mm, start);
	u64 *entry;

	if (unlikely(!slot))
		return hole_end(mm, start);
	if (unlikely(!slot_own(slot)))
		return start;
	entry = slot_entry(slot, start);
	end = min(end, ALIGN_DOWN(start, SLOT_SIZE) + SLOT_SIZE);
	for (; start < end; start += PAGE_SIZE, entry++)
		if (*entry)
			WRITE_ONCE(*entry, entry_protected(*entry, bits));
	return end;
}

int user_pages_protect(struct mm *mm, unsigned long start, unsigned long end,
		       unsigned int prot)
{
	const u64 bits = user_page_bits(prot);
	unsigned long at = start, next;
	int error = 0;

	user_range_assert(start, end);
	/* In one table, the first change comes after all that may fail. */
	if (ALIGN_DOWN(start, SLOT_SIZE) + SLOT_SIZE < end)
		error = user_tables_own(mm, start, end);
	while (at < end && !error) {
		spin_lock(&mm->lock);
		next = protect_run(mm, at, end, bits);
		spin_unlock(&mm->lock);
		if (next == at)
			error = user_table_own(mm, at);
		at = next;
	}
	if (!error)
		tlb_flush_range(mm, start, end);
	return error;
}
