/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. A queue of bytes in a buffer of fixed size, the engine under
 * console input, ttys, pipes and channels.
 *
 *	          read                    written
 *	           v                         v
 *	[ free ]  [ bytes waiting, in order ]  [ free ]
 *
 * Both counters run freely and wrap at 2^32; their low bits index the buffer
 * and their difference is what waits, so full and empty need no spare byte.
 *
 * One reader and one writer may work at the same time without a lock, in any
 * context; more of either lock among themselves.
 */
#ifndef EXO_RING_H
#define EXO_RING_H

#include <exo/compiler.h>
#include <exo/types.h>

struct ring {
	u8 *data;
	u32 size; /* bytes, a power of two */
	u32 read; /* moved by the reader only */
	u32 written; /* moved by the writer only */
};

#define RING_INIT(buffer)                                \
	{                                                \
		.data = (buffer), .size = sizeof(buffer) \
	}

/*
 * Make an empty ring of the @size bytes at @buffer. -EINVAL unless @size is a
 * power of two up to 2^31.
 */
__must_check int ring_init(struct ring *ring, void *buffer, size_t size);

/* Bytes that wait. Another side at work makes it grow or shrink meanwhile. */
static inline u32 ring_used(const struct ring *ring)
{
	return __atomic_load_n(&ring->written, __ATOMIC_ACQUIRE) -
	       __atomic_load_n(&ring->read, __ATOMIC_ACQUIRE);
}

static inline u32 ring_free(const struct ring *ring)
{
	return ring->size - ring_used(ring);
}

static inline bool ring_empty(const struct ring *ring)
{
	return ring_used(ring) == 0;
}

static inline bool ring_full(const struct ring *ring)
{
	return ring_used(ring) == ring->size;
}

/* Add one byte; false when full. Writer. */
bool ring_push(struct ring *ring, u8 byte);

/* Take one byte; false when empty. Reader. */
bool ring_pop(struct ring *ring, u8 *byte);

/* Add up to @len bytes. Returns how many fitted. Writer. */
size_t ring_write(struct ring *ring, const void *from, size_t len);

/* Take up to @len bytes. Returns how many there were. Reader. */
size_t ring_read(struct ring *ring, void *to, size_t len);

/* Forget what waits. Reader. */
void ring_discard(struct ring *ring);

#endif
