// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers in use, as bits. The map comes in pieces of a page, each made when its
 * first number is given and kept:
 *
 *	pieces -> [0..32767] [32768..65535] NULL ... NULL
 */
#include <exo/bitmap.h>
#include <exo/kmalloc.h>
#include <exo/spinlock.h>
#include <exo/task_id.h>
#include <uapi/errno.h>

enum {
	PIECE_IDS = 32768,
	PIECES = TASK_ID_MAX / PIECE_IDS,
};

static struct spinlock lock = SPINLOCK_INIT("task ids");
/* Guarded by it. Those of the first threads are given before there is a heap. */
static DECLARE_BITMAP(first_piece, PIECE_IDS);
static u64 *pieces[PIECES] = {first_piece};
static u32 last = TASK_ID_INIT;
static u32 limit = TASK_ID_MAX;

/* The first free one at or after @id and below @end, which is TASK_ID_MAX at most. */
static u32 next_free(u32 id, u32 end)
{
	while (id < end) {
		const u64 *piece = pieces[id / PIECE_IDS];
		const u32 start = id / PIECE_IDS * PIECE_IDS;

		if (!piece)
			return id;
		id = start +
		     (u32)bitmap_next_clear(piece, PIECE_IDS, id - start);
		if (id < start + PIECE_IDS)
			return min(id, end);
	}
	return end;
}

/* The one that is to be given next; limit: all are in use. */
static u32 candidate(void)
{
	u32 id = last + 1;
	const u64 *piece = id < limit ? pieces[id / PIECE_IDS] : NULL;

	if (likely(piece && !bitmap_test(piece, id % PIECE_IDS)))
		return id;
	id = next_free(id, limit);
	return id < limit ? id : next_free(TASK_ID_AGAIN, limit);
}

static bool piece_add(u32 number)
{
	u64 *piece = kzalloc(PIECE_IDS / 8);
	unsigned long flags;

	if (!piece)
		return false;
	flags = spin_lock_irqsave(&lock);
	if (!pieces[number]) {
		pieces[number] = piece;
		piece = NULL;
	}
	spin_unlock_irqrestore(&lock, flags);
	kfree(piece);
	return true;
}

u32 task_id_alloc(void)
{
	unsigned long flags;
	u64 *piece;
	u32 id;

	do {
		flags = spin_lock_irqsave(&lock);
		id = candidate();
		if (unlikely(id == limit)) {
			spin_unlock_irqrestore(&lock, flags);
			return 0;
		}
		piece = pieces[id / PIECE_IDS];
		if (likely(piece)) {
			bitmap_set(piece, id % PIECE_IDS);
			last = id;
		}
		spin_unlock_irqrestore(&lock, flags);
		if (likely(piece))
			return id;
	} while (piece_add(id / PIECE_IDS));
	return 0;
}

void task_id_free(u32 id)
{
	unsigned long flags;

	if (!id)
		return;
	flags = spin_lock_irqsave(&lock);
	bitmap_clear(pieces[id / PIECE_IDS], id % PIECE_IDS);
	spin_unlock_irqrestore(&lock, flags);
}

void task_id_take_init(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	bitmap_set(first_piece, TASK_ID_INIT);
	spin_unlock_irqrestore(&lock, flags);
}

u32 task_id_last(void)
{
	return READ_ONCE(last);
}

u32 task_id_next_used(u32 id)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	while (id < TASK_ID_MAX) {
		const u64 *piece = pieces[id / PIECE_IDS];
		const u32 start = id / PIECE_IDS * PIECE_IDS;

		id = start +
		     (piece ? (u32)bitmap_next_set(piece, PIECE_IDS, id - start)
			    : PIECE_IDS);
		if (id < start + PIECE_IDS)
			break;
	}
	spin_unlock_irqrestore(&lock, flags);
	return id;
}

int task_id_set_limit(u32 new_limit)
{
	if (new_limit <= TASK_ID_AGAIN || new_limit > TASK_ID_MAX)
		return -EINVAL;
	WRITE_ONCE(limit, new_limit);
	return 0;
}

u32 task_id_limit(void)
{
	return READ_ONCE(limit);
}
