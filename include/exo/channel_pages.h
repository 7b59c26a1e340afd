/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. The bytes of a large message: page frames that change hands, so
 * that nothing is copied on the way.
 */
#ifndef EXO_CHANNEL_PAGES_H
#define EXO_CHANNEL_PAGES_H

#include <exo/compiler.h>
#include <exo/types.h>

struct frame;

struct channel_pages {
	size_t size; /* bytes in use, from the first frame's beginning */
	u32 nr_frames;
	struct frame *frames[]; /* one reference each */
};

/*
 * Room for @size bytes, 1..CHANNEL_MESSAGE_MAX, of undefined content but for the
 * rest of the last frame, which is zeroed lest it tell the receiver anything.
 * NULL when memory is short. May sleep.
 */
__must_check struct channel_pages *channel_pages_alloc(size_t size);

/* NULL is fine. */
void channel_pages_free(struct channel_pages *pages);

/* All of the bytes, from or to memory in one piece. */
void channel_pages_fill(struct channel_pages *pages, const void *data);
void channel_pages_copy_out(const struct channel_pages *pages, void *data);

#endif
