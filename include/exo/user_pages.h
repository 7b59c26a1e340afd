/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. The pages of a user's address space: small ones only, each with a
 * reference to its frame. Address spaces that came from one another share the
 * tables of the lowest level until one of them changes something there:
 *
 *	level 2 of the parent           of the child
 *	[ . . | slot, read-only ]       [ . . | slot, read-only ]
 *	           |                               |
 *	           +---------->  table  <----------+	two references
 *	                        [page|page| . . ]	one for each page
 *
 * A table that is shared never changes but for losing write permission, which
 * nobody has through a slot without it. Who wants to change it gets a copy
 * first, in which, as in the original, pages of private mappings are read-only:
 * from then on each page is shared and copied for itself.
 *
 * Whoever calls keeps others from changing the address space, unless it says
 * otherwise; mm->lock guards the tables. Contexts as <exo/frame.h>; nothing
 * sleeps.
 */
#ifndef EXO_USER_PAGES_H
#define EXO_USER_PAGES_H

#include <exo/compiler.h>
#include <exo/page_table.h>
#include <exo/types.h>

struct frame;
struct tlb_gather;

/* What may be asked of a page: PAGE_WRITE, PAGE_EXECUTE, and nothing else but */
enum user_page_prot {
	USER_PAGE_SHARED = 1 << 2, /* of a shared mapping: is never copied */
	USER_PAGE_HIDDEN = 1 << 3, /* no access at all */
	USER_PAGE_PROTS = 1 << 4,
};

/*
 * Show @frame at @virt, whose reference moves along. -EEXIST when a page is
 * there, -ENOMEM.
 */
__must_check int user_page_add(struct mm *mm, unsigned long virt,
			       struct frame *frame, unsigned int prot);

/*
 * Show those of the @count @frames that are not NULL at @virt and behind it, where
 * nothing is yet, with a reference more for each that is shown. All in one table,
 * which is there and not shared, else nothing is done.
 */
void user_pages_add(struct mm *mm, unsigned long virt,
		    struct frame *const *frames, unsigned int count,
		    unsigned int prot);

/*
 * Have the page at @virt writable as @prot says. 0: it is, as it is shared with
 * intent or nobody else has it. -EBUSY: it must be copied, *@old has a reference.
 * -ENOENT: nothing is there. -ENOMEM.
 */
__must_check int user_page_write(struct mm *mm, unsigned long virt,
				 unsigned int prot, struct frame **old);

/*
 * Show @new, whose reference moves along, in place of @old, which the caller has a
 * reference of its own to. -ENOENT when that has gone meanwhile.
 */
__must_check int user_page_replace(struct mm *mm, unsigned long virt,
				   const struct frame *old, struct frame *new,
				   unsigned int prot);

/* The frame at @virt with a reference, hidden ones too; NULL: none. */
struct frame *user_page_get(struct mm *mm, unsigned long virt);

/*
 * The frame that a program may read, or with @write write, at @virt without a
 * fault; 0: it faults. For tests.
 */
paddr_t user_page_translate(struct mm *mm, unsigned long virt, bool write);

/* What is unmapped: [start, end). Nothing else is in [floor, ceiling). */
struct user_range {
	unsigned long start, end, floor, ceiling;
};

/*
 * Take away what the range shows. -ENOMEM when a table is shared with others
 * and cannot be copied: nothing has changed then. Cannot fail when the range
 * is all that its tables show, as that of a whole address space. May be called
 * with the address space in use: what comes meanwhile may stay.
 */
int user_pages_unmap(struct tlb_gather *gather, const struct user_range *range);

/*
 * Take away all that @mm shows, and its tables but the top one. No CPU uses it, and
 * nobody else looks at it.
 */
void user_tables_free(struct mm *mm);

/*
 * Change what may be done in [@start, @end), holes are fine. Write permission is
 * given to pages that need no copy and no notice; others get it when they are
 * written to. -ENOMEM: nothing has changed then.
 */
__must_check int user_pages_protect(struct mm *mm, unsigned long start,
				    unsigned long end, unsigned int prot);

/* Let the pages of [@from, @from + @size) be at @to, where none are. -ENOMEM. */
__must_check int user_pages_move(struct mm *mm, unsigned long from,
				 unsigned long to, size_t size);

/*
 * Let @child, which nobody else knows, show what @parent does in the tables of
 * [@start, @end). Those shared already are skipped. -ENOMEM: the caller destroys
 * @child. The caller flushes @parent when all is done.
 */
__must_check int user_pages_share(struct mm *parent, struct mm *child,
				  unsigned long start, unsigned long end);

#endif
