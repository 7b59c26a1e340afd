// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is mapped, by a walk of the live tables.
 */
#include "entry_bits.h"
#include "internal.h"

#define KERNEL_HALF_START DIRECT_MAP_START

/* The end of the lower half; one past the upper half is 0. */
#define USER_HALF_END (1UL << (PAGE_SHIFT + 4 * PAGE_LEVEL_BITS - 1))

struct collector {
	struct page_span span; /* empty while page_size is 0 */
	void (*visit)(const struct page_span *span, void *arg);
	void *arg;
};

static void span_end(struct collector *collector)
{
	if (collector->span.page_size)
		collector->visit(&collector->span, collector->arg);
	collector->span.page_size = 0;
}

static void span_add(struct collector *collector, unsigned long virt,
		     size_t page_size, unsigned int prot)
{
	struct page_span *span = &collector->span;

	if (span->page_size != page_size || span->prot != prot ||
	    span->last + 1 != virt) {
		span_end(collector);
		*span = (struct page_span){
			.start = virt,
			.page_size = page_size,
			.prot = prot,
		};
	}
	span->last = virt + page_size - 1;
}

/* Look at the entry for @virt. Returns the bytes that it covers. */
static size_t look(struct mm *mm, struct collector *collector,
		   unsigned long virt)
{
	struct page_walk walk;
	u64 entry;

	spin_lock(&mm->lock);
	walk = page_walk(mm, virt, PAGE_LEVEL_4K);
	entry = *walk.entry;
	spin_unlock(&mm->lock);
	if (entry & PTE_PRESENT)
		span_add(collector, virt, page_level_size(walk.level),
			 page_bits_prot(entry));
	return page_level_size(walk.level);
}

void page_for_each_span(struct mm *mm,
			void (*visit)(const struct page_span *span, void *arg),
			void *arg)
{
	const bool kernel = mm == &kernel_mm;
	unsigned long virt = kernel ? KERNEL_HALF_START : 0;
	unsigned long end = kernel ? 0 : USER_HALF_END;
	struct collector collector = {.visit = visit, .arg = arg};

	do
		virt += look(mm, &collector, virt);
	while (virt != end);
	span_end(&collector);
}
