/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Where the pages of a mapped file come from. An implementation
 * embeds a struct page_source in what all openings of the file have in common,
 * and gives it out in file_ops.map. Mappings show its own frames, so there is
 * one copy of the content however it is looked at.
 *
 * It also leads back, from the file to the mappings of it, for who takes pages
 * out of the file.
 */
#ifndef EXO_PAGE_SOURCE_H
#define EXO_PAGE_SOURCE_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/mutex.h>
#include <exo/types.h>

struct frame;
struct page_source;

/*
 * Called with the source's lock held, and that of an address space. They may
 * sleep, but take no inode's mutex and touch no user memory.
 */
struct page_source_ops {
	/*
	 * The frame of page @index with a reference in *@frame. Where the file
	 * has a hole, one of zeros that belongs to it from now on, or NULL
	 * without @create. -EIO beyond the end of the file, -ENOSPC, -ENOMEM.
	 */
	int (*page)(struct page_source *source, u64 index, bool create,
		    struct frame **frame);
	/*
	 * The frames of the @count pages from @first on that are there already,
	 * NULL for the others: without references, as the lock keeps them.
	 * Optional.
	 */
	void (*present)(struct page_source *source, u64 first,
			unsigned int count, struct frame **frames);
	/* A page is about to be written to by a shared mapping. Optional. */
	void (*written)(struct page_source *source);
	/* An area that shows it has come, or has gone. Optional. */
	void (*attached)(struct page_source *source);
	void (*detached)(struct page_source *source);
};

struct page_source {
	const struct page_source_ops *ops;
	/* Below an inode's mutex and an address space's lock, see vm/vm.c. */
	struct mutex lock;
	struct list_head areas; /* that show it; guarded by lock */
	/* Atomic: areas that may write to it, and PAGE_SOURCE_SEALED. */
	u32 writers;
};

/* No area that may write to it is added any more. */
#define PAGE_SOURCE_SEALED (1U << 31)

void page_source_init(struct page_source *source,
		      const struct page_source_ops *ops);

/*
 * Have no more areas that may write to it: those that come after this are refused,
 * or read only. -EBUSY if there are some now, unless @keep says that they may stay.
 */
__must_check int page_source_seal(struct page_source *source, bool keep);

/*
 * The pages from @first on, less @count, are no longer the file's, or are being
 * taken out of it: ops->page does not return them any more. Take them out of all
 * mappings. Called before they are freed, with the inode's mutex held. When
 * memory is short, an address space that shares tables with another may keep
 * pages as they were; they are its own then.
 */
#ifdef CONFIG_VM
void page_source_truncated(struct page_source *source, u64 first, u64 count);
#else
static inline void page_source_truncated(struct page_source *source, u64 first,
					 u64 count)
{
	(void)source;
	(void)first;
	(void)count;
}
#endif

#endif
