// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring of log records, without locks. Memory is cut into blocks of one
 * cache line, numbered for ever by a position that only grows; the block at
 * position p lives in slot p modulo the number of slots. A record takes as
 * many consecutive positions as it needs:
 *
 *	position      p          p+1        p+2        p+3
 *	         +----------+----------+----------+----------+
 *	         |stamp HEAD|stamp TAIL|stamp TAIL|stamp HEAD|  ...
 *	         |record,   |          |          |record,   |
 *	         |text .....|..........|....      |text ...  |
 *	         +----------+----------+----------+----------+
 *
 * A stamp holds the position its block belongs to and a state. A writer takes
 * its positions with one compare-and-swap, stamps them as being written, fills
 * them and only then stamps them complete; a reader copies and then looks at
 * the stamps again. So whatever interrupts whatever, a reader sees a record
 * whole or not at all.
 *
 * Interrupted writers on one CPU nest, the innermost ends first. An inner
 * writer must not come round the ring to the blocks of an outer one that will
 * resume; it drops its record instead.
 */
#include "log_buffer.h"
#include <exo/compiler.h>
#include <exo/string.h>

enum {
	BLOCK_SIZE = 64,
	NR_BLOCKS = (1 << CONFIG_LOG_BUF_SHIFT) / BLOCK_SIZE,
	BLOCK_DATA = BLOCK_SIZE - sizeof(u64),
};

enum block_state {
	BLOCK_WRITING,
	BLOCK_HEAD, /* complete, a record begins here */
	BLOCK_TAIL, /* complete, and goes on from the block before */
};

struct log_block {
	u64 stamp; /* position << 2 | enum block_state */
	u8 data[BLOCK_DATA];
};

_Static_assert(sizeof(struct log_block) == BLOCK_SIZE, "no padding");
_Static_assert(NR_BLOCKS *BLOCK_DATA >= 2 * LOG_TEXT_MAX,
	       "the longest record must leave room for another");

static struct log_block blocks[NR_BLOCKS] __aligned(BLOCK_SIZE);
static u64 end_position;
static u64 next_sequence;
static u64 nr_dropped;

/* The writers now active on this CPU, and where the outermost one began. */
static unsigned int nr_writers;
static u64 oldest_writer;

static struct log_block *block_at(u64 position)
{
	return &blocks[position % NR_BLOCKS];
}

static void set_stamp(u64 position, enum block_state state)
{
	__atomic_store_n(&block_at(position)->stamp, position << 2 | state,
			 __ATOMIC_RELEASE);
}

static bool stamp_is(u64 position, enum block_state state)
{
	u64 stamp =
		__atomic_load_n(&block_at(position)->stamp, __ATOMIC_ACQUIRE);

	return stamp == (position << 2 | state);
}

static unsigned int blocks_needed(size_t length)
{
	return DIV_ROUND_UP(sizeof(struct log_record) + length, BLOCK_DATA);
}

/* How much of @len bytes from @offset of a record lies in one block. */
static size_t span_at(size_t offset, size_t len)
{
	return min(len, BLOCK_DATA - offset % BLOCK_DATA);
}

static u8 *data_at(u64 position, size_t offset)
{
	return &block_at(position + offset / BLOCK_DATA)
			->data[offset % BLOCK_DATA];
}

static void copy_in(u64 position, size_t offset, const void *from, size_t len)
{
	while (len > 0) {
		size_t span = span_at(offset, len);

		memcpy(data_at(position, offset), from, span);
		offset += span;
		from = (const char *)from + span;
		len -= span;
	}
}

static void copy_out(u64 position, size_t offset, void *to, size_t len)
{
	while (len > 0) {
		size_t span = span_at(offset, len);

		memcpy(to, data_at(position, offset), span);
		offset += span;
		to = (char *)to + span;
		len -= span;
	}
}

/*
 * Positions and a number. Who finds that another came in between takes a new
 * number, so that numbers grow as positions do; the old one is left out.
 */
static bool reserve(unsigned int count, u64 *position, u64 *sequence)
{
	u64 end;

	do {
		end = log_end();
		*sequence =
			__atomic_fetch_add(&next_sequence, 1, __ATOMIC_ACQ_REL);
		if (READ_ONCE(nr_writers) > 1 &&
		    end + count - READ_ONCE(oldest_writer) > NR_BLOCKS)
			return false;
	} while (!__atomic_compare_exchange_n(&end_position, &end, end + count,
					      false, __ATOMIC_ACQ_REL,
					      __ATOMIC_RELAXED));
	*position = end;
	return true;
}

static void stamp_record(u64 position, unsigned int count,
			 enum block_state head, enum block_state tail)
{
	/* The head comes last: it vouches for the tail. */
	while (--count > 0)
		set_stamp(position + count, tail);
	set_stamp(position, head);
}

static void write_record(struct log_record record, const char *text)
{
	unsigned int count = blocks_needed(record.length);
	u64 position;

	if (!reserve(count, &position, &record.sequence)) {
		WRITE_ONCE(nr_dropped, nr_dropped + 1);
		return;
	}
	stamp_record(position, count, BLOCK_WRITING, BLOCK_WRITING);
	/* No byte of the record may be written before the stamps say so. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	copy_in(position, 0, &record, sizeof(record));
	copy_in(position, sizeof(record), text, record.length);
	stamp_record(position, count, BLOCK_HEAD, BLOCK_TAIL);
}

void log_store(const struct log_record *record, const char *text)
{
	/* In this order: from the first writer on the position is valid. */
	if (READ_ONCE(nr_writers) == 0)
		WRITE_ONCE(oldest_writer, log_end());
	WRITE_ONCE(nr_writers, nr_writers + 1);
	barrier();
	write_record(*record, text);
	barrier();
	WRITE_ONCE(nr_writers, nr_writers - 1);
}

static bool record_complete(u64 position, unsigned int count)
{
	if (!stamp_is(position, BLOCK_HEAD))
		return false;
	while (--count > 0) {
		if (!stamp_is(position + count, BLOCK_TAIL))
			return false;
	}
	return true;
}

static bool read_record(u64 position, struct log_record *record, char *text)
{
	unsigned int count;

	if (!stamp_is(position, BLOCK_HEAD))
		return false;
	copy_out(position, 0, record, sizeof(*record));
	if (record->length > LOG_TEXT_MAX)
		return false; /* overwritten while we looked */
	copy_out(position, sizeof(*record), text, record->length);
	/* All bytes are read before the stamps are looked at again. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	count = blocks_needed(record->length);
	return record_complete(position, count);
}

bool log_read(u64 *position, struct log_record *record, char *text)
{
	for (;; (*position)++) {
		u64 end = log_end();

		if (end > NR_BLOCKS)
			*position = max(*position, end - NR_BLOCKS);
		if (*position >= end)
			return false;
		if (read_record(*position, record, text)) {
			*position += blocks_needed(record->length);
			return true;
		}
	}
}

u64 log_end(void)
{
	return __atomic_load_n(&end_position, __ATOMIC_ACQUIRE);
}

u64 log_next_sequence(void)
{
	return __atomic_load_n(&next_sequence, __ATOMIC_ACQUIRE);
}

u64 log_dropped(void)
{
	return READ_ONCE(nr_dropped);
}

void log_abandon_writers(void)
{
	WRITE_ONCE(nr_writers, 0);
}
