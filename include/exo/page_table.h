/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Page tables: which virtual page shows which frame, and who may
 * do what there. Implemented by the architecture. Addresses, physical ones
 * too, and sizes are multiples of PAGE_SIZE. Large pages are used where
 * address, physical address and size allow, and split where a change asks
 * for less than all of one.
 *
 * Context as <exo/frame.h>. Who changes a range keeps others from changing
 * it; the tables themselves are guarded here.
 */
#ifndef EXO_PAGE_TABLE_H
#define EXO_PAGE_TABLE_H

#include <exo/compiler.h>
#include <exo/spinlock.h>
#include <exo/types.h>

/* An address space. */
struct mm {
	paddr_t root; /* of the page tables */
	u64 cpus; /* bit n: CPU n may hold translations of it */
	struct spinlock lock; /* the tables, and what follows */
	u64 resident; /* pages that <exo/user_pages.h> shows */
	u64 resident_max; /* at most, before the last were taken away */
};

/* What the upper half of every address space shows. */
extern struct mm kernel_mm;

/* Readable always; everything else must be asked for. */
enum page_prot {
	PAGE_READ = 0,
	PAGE_WRITE = 1 << 0,
	PAGE_EXECUTE = 1 << 1,
	PAGE_USER = 1 << 2, /* user programs too */
	PAGE_UNCACHED = 1 << 3, /* device registers */
	PAGE_WRITE_COMBINING = 1 << 4, /* frame buffers */
};

/*
 * Show @size bytes of physical memory from @phys at @virt. -EEXIST when a page
 * of the range shows something already, -ENOMEM when a table cannot be had,
 * -EINVAL when the kernel asks to write what it executes: nothing has changed
 * then.
 */
__must_check int page_map(struct mm *mm, unsigned long virt, paddr_t phys,
			  size_t size, unsigned int prot);

/*
 * Show nothing at @virt; holes are fine. Tables that become empty are freed,
 * the frames shown are not. Translations are flushed on return. -ENOMEM when
 * a large page had to be split and could not: nothing has changed then.
 */
int page_unmap(struct mm *mm, unsigned long virt, size_t size);

/* Change what may be done in a range without holes; errors as page_unmap(),
 * -EFAULT for a hole. */
int page_protect(struct mm *mm, unsigned long virt, size_t size,
		 unsigned int prot);

struct page_mapping {
	paddr_t phys; /* what @virt itself shows */
	size_t page_size;
	unsigned int prot;
};

/* What @virt shows; false when nothing. */
bool page_query(struct mm *mm, unsigned long virt,
		struct page_mapping *mapping);

/* A stretch of pages of one size and protection, adjacent addresses. */
struct page_span {
	unsigned long start, last; /* the last byte: it may be that of all */
	size_t page_size;
	unsigned int prot;
};

/*
 * Call @visit for each stretch that @mm shows in its own half (the kernel's:
 * the upper), in ascending order, by the live tables. A look at them only:
 * whoever changes tables meanwhile may or may not be seen.
 */
void page_for_each_span(struct mm *mm,
			void (*visit)(const struct page_span *span, void *arg),
			void *arg);

/*
 * After tables were changed: no CPU of @mm uses the old translations of
 * [@start, @end) from here on. page_unmap() and page_protect() do it
 * themselves.
 */
void tlb_flush_range(struct mm *mm, unsigned long start, unsigned long end);

/* The same of the page at @virt. */
void tlb_flush_page(struct mm *mm, unsigned long virt);

/*
 * A new address space: an empty lower half under the kernel's upper half.
 * -ENOMEM when there is no memory for its top table.
 */
__must_check int page_root_create(struct mm *mm);

/* Have this CPU use the tables of @mm. Interrupts are off. */
void mm_switch(struct mm *mm);

/* No CPU is to use @mm any longer, say as it is to be destroyed. Any context. */
void mm_leave(struct mm *mm);

/* All is unmapped and no CPU uses it. */
void page_root_destroy(struct mm *mm);

/*
 * Build the kernel's own tables: the image with exact permissions, all RAM in
 * the direct map. Once, at start-up, when early_memory_alloc() works. From
 * here on nothing can be both written and executed.
 */
struct boot_info;
void kernel_map_init(const struct boot_info *boot);

/* Make further tables of frames. Once, after frame_init(). */
void page_table_use_frames(void);

#endif
