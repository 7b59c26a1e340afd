/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Physical memory in frames of one page. Each frame of RAM has a
 * record in the frame table, at a place that its address alone decides, so
 * address and record are turned into each other by arithmetic.
 *
 * Allocation is for threads and start-up code: it may not be called by
 * interrupt handlers, nor with a spinlock held. It never sleeps.
 */
#ifndef EXO_FRAME_H
#define EXO_FRAME_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/types.h>

struct kmem_cache;

enum frame_kind {
	FRAME_ABSENT, /* no RAM, or RAM that the kernel leaves alone */
	FRAME_RESERVED, /* RAM that is never handed out */
	FRAME_MANAGED,
};

struct frame {
	u32 refs; /* 0: free, or not managed */
	u8 kind; /* enum frame_kind, decided at start-up */
	u8 flags; /* the owner's, and all below too */
	u16 count; /* the slab's objects in use, say */
	union {
		struct frame *next;
		struct kmem_cache *cache;
	};
	void *freelist;
	u64 private;
};

_Static_assert(sizeof(struct frame) == 32,
	       "a power of two: shifts, no divides");

#ifdef __HOST_TEST__
extern struct frame frame_table[];
#else
#define frame_table ((struct frame *)FRAME_TABLE_START)
#endif

static inline struct frame *phys_to_frame(paddr_t phys)
{
	return frame_table + (phys >> PAGE_SHIFT);
}

static inline paddr_t frame_to_phys(const struct frame *frame)
{
	return (paddr_t)(frame - frame_table) << PAGE_SHIFT;
}

/* The frame's bytes, in the direct map. */
static inline void *frame_to_virt(const struct frame *frame)
{
	return phys_to_virt(frame_to_phys(frame));
}

/* @virt is in the direct map. */
static inline struct frame *virt_to_frame(const void *virt)
{
	return phys_to_frame(virt_to_phys(virt));
}

/* Whether somebody holds @frame. */
static inline bool frame_used(const struct frame *frame)
{
	return frame->refs != 0;
}

/* Whether RAM, used or not, is at @phys, so that it has a frame record. */
bool phys_is_ram(paddr_t phys);

enum {
	FRAME_ANY = 0,
	FRAME_ZERO = 1, /* filled with zeros */
};

__must_check struct frame *frame_alloc_any(void);
__must_check struct frame *frame_alloc_zeroed(void);

/*
 * One frame with one reference, its contents undefined unless FRAME_ZERO is
 * in @flags; the owner's fields are what the last owner left. NULL when there is
 * none. Memory below 4 GB is used last, memory below 16 MB last of all.
 */
static inline __must_check struct frame *frame_alloc(unsigned int flags)
{
	return flags & FRAME_ZERO ? frame_alloc_zeroed() : frame_alloc_any();
}

/*
 * @count frames in a row, 1.., the first at a multiple of @align bytes (a power
 * of two, at least PAGE_SIZE), all below @below (0: anywhere). Each holds one
 * reference. Returns the first, or NULL.
 */
__must_check struct frame *frame_alloc_run(size_t count, u64 align,
					   paddr_t below);

/*
 * Give back what has one reference left: one frame, or @count in a row. A frame
 * that is free already, shared, or none of ours is reported and stays as it
 * is.
 */
void frame_free(struct frame *frame);
void frame_free_run(struct frame *first, size_t count);

/* The same for one frame that its user left all zeros. */
void frame_free_zeroed(struct frame *frame);

/* Undo and report frame_get() of a frame that nobody holds. */
void frame_get_failed(struct frame *frame);

/* One more reference; the caller holds one. Any context. */
static inline void frame_get(struct frame *frame)
{
	if (unlikely(!__atomic_fetch_add(&frame->refs, 1, __ATOMIC_RELAXED)))
		frame_get_failed(frame);
}

/* Drop a reference; the last one frees the frame. */
void frame_put(struct frame *frame);

/* Drop one where the caller holds another, so that it is not the last. */
static inline void frame_put_one_of_two(struct frame *frame)
{
	__atomic_fetch_sub(&frame->refs, 1, __ATOMIC_RELEASE);
}

/*
 * Are so few frames left that what can wait should get none? A 128th of RAM is kept
 * for the kernel: it stops nobody, but those who ask here first. Any context.
 */
extern bool frame_shortage_flag;

static inline bool frame_shortage(void)
{
	return READ_ONCE(frame_shortage_flag);
}

/* frame_alloc() of what only a program wants: the last frames are the kernel's. */
static inline __must_check struct frame *frame_for_program(unsigned int flags)
{
	return unlikely(frame_shortage()) ? NULL : frame_alloc(flags);
}

struct frame_statistics {
	u64 total; /* frames of RAM, whoever holds them */
	u64 free; /* the hot and the zeroed included */
	u64 hot, zeroed; /* kept by this CPU in front of the bitmap */
	u64 reserved; /* RAM that is never handed out */
};

void frame_statistics(struct frame_statistics *stats);

/*
 * Add a few frames to those that are kept zeroed. Called by the idle thread,
 * with preemption on. False when there is nothing to do.
 */
bool frame_fill_zeroed(void);

/*
 * Take @count frames from @first on, RAM that was reserved so far, under
 * management: they are free from here on. Threads and start-up code.
 */
void frame_manage(struct frame *first, size_t count);

/*
 * Take the free RAM of <exo/early_memory.h> under management. Once, at start-up,
 * when page_map() works; panics when there is too little to run.
 */
void frame_init(void);

#endif
