// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel stacks. Their area is cut into slots of one size:
 *
 *	| guard | stack ......... | guard | stack ......... | ...
 *	  never   mapped while in
 *	  mapped  use or cached
 *
 * A freed stack stays mapped in a cache, last in first out, linked through the
 * word at its top, which the next owner touches first anyway. What the cache
 * has no room for is unmapped, and its slot's number kept in free_slots[],
 * which grows page by page, before the slot that may need the room is used:
 * freeing cannot fail.
 */
#include <asm/memlayout.h>
#include <exo/arch_entry.h>
#include <exo/frame.h>
#include <exo/kernel_stack.h>
#include <exo/panic.h>
#include <exo/spinlock.h>
#include <uapi/errno.h>

#include "kernel_pages.h"

#define SLOT_SIZE (PAGE_SIZE + KERNEL_STACK_SIZE)
#define SLOTS_MAX (1UL << 20)

#define FREE_SLOTS_SIZE (SLOTS_MAX * sizeof(u32))
#define SLOTS_START	(KERNEL_STACKS_START + FREE_SLOTS_SIZE)
#define SLOTS_SIZE	(SLOTS_MAX * SLOT_SIZE)

_Static_assert(SLOTS_START + SLOTS_SIZE <= KERNEL_STACKS_END,
	       "the slots fit into their area");

enum {
	CACHE_MAX = 64,
	CACHE_SHARE = 256, /* of RAM, at most one part in so many */
	FREE_SLOTS_PER_PAGE = PAGE_SIZE / sizeof(u32),
};

/* The topmost word of a stack in the cache. */
struct cached_stack {
	struct cached_stack *next;
};

static struct spinlock lock = SPINLOCK_INIT("kernel stacks");
/* The rest is guarded by it. */
static struct cached_stack *cache;
static unsigned int nr_cached, cache_limit;
static unsigned int nr_slots; /* used ever; those beyond were never mapped */
static unsigned int nr_free; /* in free_slots[] */
static unsigned int free_slots_room;
static u32 *const free_slots = (u32 *)KERNEL_STACKS_START;

static unsigned long slot_stack(unsigned int slot)
{
	return SLOTS_START + slot * SLOT_SIZE + PAGE_SIZE;
}

bool kernel_stack_contains(unsigned long address, unsigned long *start)
{
	if (address - SLOTS_START >= SLOTS_SIZE)
		return false;
	*start =
		slot_stack((unsigned int)((address - SLOTS_START) / SLOT_SIZE));
	return true;
}

/* A slot without a stack; SLOTS_MAX when there is no room to free it into. */
static unsigned int slot_take(void)
{
	unsigned int slot = SLOTS_MAX;

	spin_lock(&lock);
	if (nr_free)
		slot = free_slots[--nr_free];
	else if (nr_slots < free_slots_room)
		slot = nr_slots++;
	spin_unlock(&lock);
	return slot;
}

static void slot_give(unsigned int slot)
{
	spin_lock(&lock);
	free_slots[nr_free++] = slot;
	spin_unlock(&lock);
}

/* Room for a page of slots more. */
static int slots_grow(void)
{
	unsigned int room = READ_ONCE(free_slots_room);
	int error;

	if (room == SLOTS_MAX)
		return -ENOMEM;
	error = kernel_pages_map((unsigned long)&free_slots[room], PAGE_SIZE);
	/* -EEXIST: another thread did the same. */
	if (error && error != -EEXIST)
		return error;
	spin_lock(&lock);
	free_slots_room = max(free_slots_room, room + FREE_SLOTS_PER_PAGE);
	spin_unlock(&lock);
	return 0;
}

static __noinline void *stack_make(void)
{
	unsigned int slot;

	while ((slot = slot_take()) == SLOTS_MAX)
		if (slots_grow())
			return NULL;
	if (kernel_pages_map(slot_stack(slot), KERNEL_STACK_SIZE)) {
		slot_give(slot);
		return NULL;
	}
	return (void *)slot_stack(slot);
}

static __noinline void stack_unmake(unsigned long stack)
{
	kernel_pages_unmap(stack, KERNEL_STACK_SIZE);
	slot_give((unsigned int)((stack - SLOTS_START) / SLOT_SIZE));
}

static struct cached_stack *top_word(void *stack)
{
	return (struct cached_stack *)((char *)stack + KERNEL_STACK_SIZE) - 1;
}

void *kernel_stack_alloc(void)
{
	struct cached_stack *cached;

	spin_lock(&lock);
	cached = cache;
	if (!cached) {
		spin_unlock(&lock);
		return stack_make();
	}
	cache = cached->next;
	nr_cached--;
	spin_unlock(&lock);
	return (char *)(cached + 1) - KERNEL_STACK_SIZE;
}

void kernel_stack_free(void *stack)
{
	struct cached_stack *cached = top_word(stack);

	spin_lock(&lock);
	if (nr_cached == cache_limit) {
		spin_unlock(&lock);
		stack_unmake((unsigned long)stack);
		return;
	}
	cached->next = cache;
	cache = cached;
	nr_cached++;
	spin_unlock(&lock);
}

void kernel_stack_statistics(struct kernel_stack_statistics *stats)
{
	spin_lock(&lock);
	stats->cached = nr_cached;
	stats->used = nr_slots - nr_free - nr_cached;
	spin_unlock(&lock);
}

void kernel_stack_init(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	cache_limit = (unsigned int)min(frames.total / CACHE_SHARE * PAGE_SIZE /
						KERNEL_STACK_SIZE,
					(u64)CACHE_MAX);
}
