// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each side moves its own counter last, with release order: whoever sees the
 * counter moved also sees the bytes written, or the room no longer read.
 */
#include <exo/ring.h>
#include <exo/string.h>
#include <uapi/errno.h>

int ring_init(struct ring *ring, void *buffer, size_t size)
{
	if (!size || size > 1UL << 31 || (size & (size - 1)))
		return -EINVAL;
	*ring = (struct ring){.data = buffer, .size = (u32)size};
	return 0;
}

static void move_counter(u32 *counter, u32 by)
{
	__atomic_store_n(counter, *counter + by, __ATOMIC_RELEASE);
}

static u32 index_of(const struct ring *ring, u32 counter)
{
	return counter & (ring->size - 1);
}

bool ring_push(struct ring *ring, u8 byte)
{
	if (ring_full(ring))
		return false;
	ring->data[index_of(ring, ring->written)] = byte;
	move_counter(&ring->written, 1);
	return true;
}

bool ring_pop(struct ring *ring, u8 *byte)
{
	if (ring_empty(ring))
		return false;
	*byte = ring->data[index_of(ring, ring->read)];
	move_counter(&ring->read, 1);
	return true;
}

size_t ring_write(struct ring *ring, const void *from, size_t len)
{
	u32 count = (u32)min(len, (size_t)ring_free(ring));
	u32 start = index_of(ring, ring->written);
	u32 before_end = min(count, ring->size - start);

	memcpy(ring->data + start, from, before_end);
	memcpy(ring->data, (const u8 *)from + before_end, count - before_end);
	move_counter(&ring->written, count);
	return count;
}

size_t ring_read(struct ring *ring, void *to, size_t len)
{
	u32 count = (u32)min(len, (size_t)ring_used(ring));
	u32 start = index_of(ring, ring->read);
	u32 before_end = min(count, ring->size - start);

	memcpy(to, ring->data + start, before_end);
	memcpy((u8 *)to + before_end, ring->data, count - before_end);
	move_counter(&ring->read, count);
	return count;
}

void ring_discard(struct ring *ring)
{
	move_counter(&ring->read, ring_used(ring));
}
