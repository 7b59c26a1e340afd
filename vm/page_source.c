// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a file to the areas that show it, when pages are taken out of it.
 *
 * Truncation changes tables without the lock of their address space. While pages
 * are moved from one place to another it has to wait, so that it finds them at
 * either, and leaves the tables for them alone.
 */
#include <exo/page_source.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

#include "internal.h"

/* Below an address space's lock, above a page source's. */
static struct mutex move_lock = MUTEX_INIT(move_lock, "pages that move");

int pages_move(struct vm *vm, unsigned long from, unsigned long to, size_t size)
{
	int error;

	mutex_lock(&move_lock);
	error = user_pages_move(&vm->mm, from, to, size);
	mutex_unlock(&move_lock);
	return error;
}

void page_source_init(struct page_source *source,
		      const struct page_source_ops *ops)
{
	source->ops = ops;
	mutex_init(&source->lock, "page source");
	list_init(&source->areas);
	source->writers = 0;
}

int page_source_seal(struct page_source *source, bool keep)
{
	u32 old = __atomic_load_n(&source->writers, __ATOMIC_RELAXED);

	do {
		if (old & ~PAGE_SOURCE_SEALED && !keep)
			return -EBUSY;
	} while (!__atomic_compare_exchange_n(
		&source->writers, &old, old | PAGE_SOURCE_SEALED, true,
		__ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
	return 0;
}

/* An area that may write is to come. False: the source is sealed. */
bool page_source_get_writer(struct page_source *source)
{
	u32 old = __atomic_load_n(&source->writers, __ATOMIC_RELAXED);

	do {
		if (old & PAGE_SOURCE_SEALED)
			return false;
	} while (!__atomic_compare_exchange_n(&source->writers, &old, old + 1,
					      true, __ATOMIC_ACQ_REL,
					      __ATOMIC_RELAXED));
	return true;
}

/* The addresses at which @area shows pages from @first to before @last. */
static bool area_shows(const struct vm_area *area, u64 first, u64 last,
		       struct user_range *range)
{
	const u64 area_first_page = area->offset >> PAGE_SHIFT;
	const u64 area_last_page = area_first_page + area_pages(area);
	const u64 from = max(first, area_first_page);
	const u64 to = min(last, area_last_page);

	if (from >= to)
		return false;
	range->start = area->start + ((from - area_first_page) << PAGE_SHIFT);
	range->end = area->start + ((to - area_first_page) << PAGE_SHIFT);
	range->floor = range->start;
	range->ceiling = range->end;
	return true;
}

/* The lock is held, so @area and its address space are there. */
static void area_forget(struct vm_area *area, u64 first, u64 last)
{
	struct user_range range;
	struct tlb_gather gather;

	if (!area_shows(area, first, last, &range))
		return;
	tlb_gather_begin(&gather, &area->vm->mm);
	/* Without memory for it, what is shown stays: see the header. */
	(void)user_pages_unmap(&gather, &range);
	tlb_gather_end(&gather);
}

void page_source_truncated(struct page_source *source, u64 first, u64 count)
{
	const u64 last = count > ~0UL - first ? ~0UL : first + count;
	struct vm_area *area;

	mutex_lock(&move_lock);
	mutex_lock(&source->lock);
	list_for_each_entry(area, &source->areas, source_node)
		area_forget(area, first, last);
	mutex_unlock(&source->lock);
	mutex_unlock(&move_lock);
}
