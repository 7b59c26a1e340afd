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

struct boot_info;
struct kmem_cache;

enum frame_state {
	FRAME_RESERVED, /* not RAM, or never handed out */
	FRAME_FREE,
	FRAME_USED,
};

struct frame {
	u32 refs; /* of a used frame */
	u8 state; /* enum frame_state */
	u8 flags; /* the owner's */
	u16 count; /* the owner's: the slab's objects in use, say */
	union {
		struct frame *next; /* free, or the owner's list */
		struct kmem_cache *cache;
	};
	void *freelist; /* the owner's */
	u64 private; /* the owner's */
};

_Static_assert(sizeof(struct frame) == 32, "a power of two: shifts, no divides");

#define frame_table ((struct frame *)FRAME_TABLE_START)

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

/* Whether RAM, used or not, is at @phys, so that it has a frame record. */
bool phys_is_ram(paddr_t phys);

enum {
	FRAME_ANY = 0,
	FRAME_ZERO = 1, /* filled with zeros */
};

/*
 * One frame with one reference, its contents undefined unless FRAME_ZERO is
 * in @flags. NULL when there is none.
 */
__must_check struct frame *frame_alloc(unsigned int flags);

/*
 * @count frames in a row, 1.., the first at a multiple of @align bytes (a power
 * of two, at least PAGE_SIZE), all below @below (0: anywhere). Each holds one
 * reference. Returns the first, or NULL.
 */
__must_check struct frame *frame_alloc_run(size_t count, u64 align,
					   paddr_t below);

/* Give back what has one reference left: one frame, or @count in a row. */
void frame_free(struct frame *frame);
void frame_free_run(struct frame *first, size_t count);

/* One more reference; the caller holds one. Any context. */
static inline void frame_get(struct frame *frame)
{
	__atomic_fetch_add(&frame->refs, 1, __ATOMIC_RELAXED);
}

/* Drop a reference; the last one frees the frame. */
void frame_put(struct frame *frame);

struct frame_statistics {
	u64 total; /* frames of RAM under management */
	u64 free; /* the hot and the zeroed included */
	u64 hot, zeroed; /* kept by this CPU in front of the bitmap */
	u64 reserved; /* RAM that is never handed out */
};

void frame_statistics(struct frame_statistics *stats);

/*
 * Fill the pool of zeroed frames by a few. Called by the idle thread, with
 * preemption on. False when there is nothing to do.
 */
bool frame_fill_zeroed(void);

/*
 * Take the RAM that @boot lists under management, but for what it and the
 * kernel occupy. Once, at start-up; panics when there is too little to run.
 */
void frame_init(const struct boot_info *boot);

#endif
