/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: vm. Memory that is shared and is no file's: pages that come when they are
 * touched, of zeros, and stay until all of it goes. Whoever has some embeds it, and
 * gives out its page source in file_ops.map.
 */
#ifndef EXO_SHARED_PAGES_H
#define EXO_SHARED_PAGES_H

#include <exo/compiler.h>
#include <exo/page_source.h>
#include <exo/radix_tree.h>
#include <exo/types.h>

struct frame;

struct shared_pages {
	struct page_source source;
	/* Guarded by source.lock. */
	struct radix_tree pages;
	u64 present; /* pages that have come */
	/* Constant. */
	u64 nr_pages;
	bool committed;
};

/*
 * @size bytes, of whole pages. @ops has shared_pages_get as its page. With @commit
 * all of it is promised now, see vm/commit.c: -ENOMEM.
 */
__must_check int shared_pages_init(struct shared_pages *memory,
				   const struct page_source_ops *ops,
				   size_t size, bool commit);

/* Nobody maps it any more. */
void shared_pages_destroy(struct shared_pages *memory);

/* For page_source_ops.page. */
int shared_pages_get(struct page_source *source, u64 index, bool create,
		     struct frame **frame);

#endif
