// SPDX-License-Identifier: GPL-2.0-only
/*
 * Single frames leave the pool by the word, up to 64 neighbours at a time, and
 * come back one by one. The search begins where memory is least precious:
 *
 *	0          16 MB                     4 GB
 *	| 3rd: ISA  |  2nd: 32-bit devices    |  1st: anybody
 */
#include <exo/bitmap_tree.h>
#include <exo/early_memory.h>
#include <exo/spinlock.h>

#include "frame_pool.h"

static struct spinlock lock = SPINLOCK_INIT("frame_pool");
static struct bitmap_tree free_frames;
static size_t nr_free;
static size_t reserve; /* below this many there is a shortage */

bool frame_shortage_flag;

/* Frame numbers, multiples of 64: where to search first, second and last. */
static const size_t search_from[] = {
	(4UL << 30) >> PAGE_SHIFT,
	(16UL << 20) >> PAGE_SHIFT,
	0,
};

static size_t frame_number(const struct frame *frame)
{
	return frame - frame_table;
}

void frame_pool_init(size_t nr_frames)
{
	const paddr_t memory =
		early_memory_alloc(bitmap_tree_bytes(nr_frames), PAGE_SIZE);

	bitmap_tree_init(&free_frames, nr_frames, phys_to_virt(memory));
}

/* The lock is held. */
static void count_free(size_t now)
{
	nr_free = now;
	WRITE_ONCE(frame_shortage_flag, now < reserve);
}

void frame_pool_set_reserve(size_t nr_frames)
{
	spin_lock(&lock);
	reserve = nr_frames;
	count_free(nr_free);
	spin_unlock(&lock);
}

void frame_pool_give(struct frame *first, size_t count)
{
	spin_lock(&lock);
	bitmap_tree_set_range(&free_frames, frame_number(first), count);
	count_free(nr_free + count);
	spin_unlock(&lock);
}

void frame_pool_drain(struct frame_stack *from, unsigned int keep)
{
	const unsigned int excess = from->nr > keep ? from->nr - keep : 0;

	spin_lock(&lock);
	for (unsigned int i = 0; i < excess; i++)
		bitmap_tree_set(&free_frames, frame_number(from->frames[i]));
	count_free(nr_free + excess);
	spin_unlock(&lock);

	from->nr -= excess;
	for (unsigned int i = 0; i < from->nr; i++)
		from->frames[i] = from->frames[i + excess];
}

/* The highest first, so that they are handed out in ascending order. */
static void push_word(struct frame_stack *to, size_t first, u64 bits)
{
	while (bits) {
		const unsigned int bit = 63 - __builtin_clzl(bits);

		to->frames[to->nr++] = frame_table + first + bit;
		bits ^= bitmap_mask(bit);
	}
}

void frame_pool_refill(struct frame_stack *to)
{
	unsigned int zone = 0;
	size_t from = search_from[0], first;
	u64 bits;

	spin_lock(&lock);
	while (to->nr < FRAME_REFILL_MIN) {
		first = from;
		bits = bitmap_tree_take_word_at(&free_frames, from);
		if (!bits)
			bits = bitmap_tree_take_word(&free_frames, from,
						     &first);
		if (bits) {
			push_word(to, first, bits);
			from = first + BITS_PER_WORD;
		} else if (++zone < ARRAY_SIZE(search_from)) {
			from = search_from[zone];
		} else {
			break;
		}
	}
	count_free(nr_free - to->nr);
	spin_unlock(&lock);
}

static size_t find_run(size_t count, u64 align, paddr_t below)
{
	const size_t end = below ? below >> PAGE_SHIFT : free_frames.size;
	size_t found = free_frames.size;

	for (unsigned int zone = 0; zone < ARRAY_SIZE(search_from); zone++) {
		if (search_from[zone] >= end)
			continue;
		found = bitmap_tree_find_run(&free_frames, count,
					     align >> PAGE_SHIFT,
					     search_from[zone], end);
		if (found < free_frames.size)
			break;
	}
	return found;
}

struct frame *frame_pool_take_run(size_t count, u64 align, paddr_t below)
{
	struct frame *first = NULL;
	size_t found;

	spin_lock(&lock);
	found = find_run(count, align, below);
	if (found < free_frames.size) {
		bitmap_tree_clear_range(&free_frames, found, count);
		count_free(nr_free - count);
		first = frame_table + found;
	}
	spin_unlock(&lock);
	return first;
}

size_t frame_pool_nr_free(void)
{
	return READ_ONCE(nr_free);
}
