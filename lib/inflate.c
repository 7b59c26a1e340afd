// SPDX-License-Identifier: GPL-2.0-only
/*
 * Deflate (RFC 1951): blocks of literal bytes and of copies from the last
 * 32 KB of text, both written in prefix codes.
 *
 * The text is built in a circular window that is handed out whenever it is
 * full, so memory does not grow with it. A prefix code is kept as the RFC
 * defines it, by how many codes there are of each length and which symbols
 * they stand for in order; codes of up to INFLATE_FAST_BITS bits, nearly all
 * that occur, are also in a table indexed by the next bits of input.
 *
 * The first error sticks in the state: from then on input reads as zeros and
 * every loop ends, so callers need not check each step.
 */
#include <exo/compiler.h>
#include <exo/inflate.h>
#include <exo/string.h>
#include <exo/unaligned.h>
#include <uapi/errno.h>

struct state {
	const u8 *next, *end; /* input not yet in @bits */
	u64 bits; /* input, the next bit lowest */
	unsigned int nr_bits;
	u32 position; /* in the window, of the next byte of text */
	bool wrapped; /* the window holds text all around */
	int err;
	const struct inflate_output *out;
	struct inflate_workspace *work;
};

enum {
	END_OF_BLOCK = 256,
	NR_LITERALS = 286,
	NR_DISTANCES = 30,
	FAST_SYMBOL_BITS = 9, /* an entry of the table: length, symbol */
};

static void fail(struct state *s, int err)
{
	if (!s->err)
		s->err = err;
}

/* --- Input, bit by bit */

/*
 * Have 16 bits at least, which is more than any code or number takes, while
 * there is input. Eight bytes are loaded at a time: those that only partly fit
 * are loaded again, onto the same bits, the next time.
 */
static void refill(struct state *s)
{
	if (likely(s->nr_bits >= 16))
		return;
	if (likely(s->end - s->next >= 8)) {
		s->bits |= load_u64(s->next) << s->nr_bits;
		s->next += (63 - s->nr_bits) / 8;
		s->nr_bits |= 56;
		return;
	}
	while (s->nr_bits <= 56 && s->next < s->end) {
		s->bits |= (u64)*s->next++ << s->nr_bits;
		s->nr_bits += 8;
	}
}

/* Whole bytes that were looked at ahead of need go back. */
static void return_bytes(struct state *s)
{
	s->next -= s->nr_bits / 8;
	s->bits = 0;
	s->nr_bits = 0;
}

static void drop_bits(struct state *s, unsigned int count)
{
	if (count > s->nr_bits) {
		fail(s, -EINVAL);
		count = s->nr_bits;
	}
	s->bits >>= count;
	s->nr_bits -= count;
}

/* The next @count bits, at most 16, as a number. */
static unsigned int get_bits(struct state *s, unsigned int count)
{
	unsigned int value;

	refill(s);
	value = s->bits & ((1U << count) - 1);
	drop_bits(s, count);
	return s->err ? 0 : value;
}

/* --- Text */

static void flush(struct state *s)
{
	int err;

	if (s->err || !s->position)
		return;
	err = s->out->write(s->work->window, s->position, s->out->arg);
	if (err)
		fail(s, err);
}

/* @count more bytes of text are in the window; they did not go over its end. */
static void advance(struct state *s, unsigned int count)
{
	s->position += count;
	if (unlikely(s->position == INFLATE_WINDOW)) {
		flush(s);
		s->position = 0;
		s->wrapped = true;
	}
}

static void put_byte(struct state *s, u8 byte)
{
	s->work->window[s->position] = byte;
	advance(s, 1);
}

/*
 * As byte by byte, lowest first: what is copied from right below repeats. Above
 * @to lies what the window held before it wrapped around.
 */
static void copy_text(u8 *to, const u8 *from, u32 len)
{
	if (from > to || to - from >= len) {
		memmove(to, from, len);
		return;
	}
	while (len--)
		*to++ = *from++;
}

static void copy_match(struct state *s, unsigned int len, unsigned int distance)
{
	u8 *window = s->work->window;

	if (distance > INFLATE_WINDOW ||
	    (distance > s->position && !s->wrapped)) {
		fail(s, -EINVAL);
		return;
	}
	while (len) {
		u32 to = s->position, from = (to - distance) % INFLATE_WINDOW;
		u32 run = min(len, (u32)INFLATE_WINDOW - max(from, to));

		copy_text(window + to, window + from, run);
		advance(s, run);
		len -= run;
	}
}

/* --- Prefix codes */

/* Codes are sent highest bit first, everything else lowest first. */
static unsigned int reverse_bits(unsigned int value, unsigned int count)
{
	unsigned int reversed = 0;

	while (count--) {
		reversed = reversed << 1 | (value & 1);
		value >>= 1;
	}
	return reversed;
}

/* Put the code @code of @len bits at every index that begins with it. */
static void fill_fast(struct inflate_code *table, unsigned int code,
		      unsigned int len, unsigned int symbol)
{
	for (unsigned int i = reverse_bits(code, len);
	     i < ARRAY_SIZE(table->fast); i += 1U << len)
		table->fast[i] = (u16)(len << FAST_SYMBOL_BITS | symbol);
}

/*
 * How many codes of the longest length are left over; <0 when the lengths
 * ask for more codes than there are.
 */
static int codes_left(const struct inflate_code *table)
{
	int left = 1;

	for (unsigned int len = 1; len <= INFLATE_LENGTH_MAX; len++) {
		left = left * 2 - table->count[len];
		if (left < 0)
			break;
	}
	return left;
}

/*
 * RFC 1951, 3.2.2: codes of one length are consecutive numbers in the order
 * of their symbols, and begin where the shorter ones end.
 */
static void build_code(struct state *s, struct inflate_code *table,
		       const u8 *lengths, unsigned int count)
{
	/* Of the next code of each length, and its place among all symbols. */
	u16 code[INFLATE_LENGTH_MAX + 1], place[INFLATE_LENGTH_MAX + 1];
	u16 next_code = 0, next_place = 0;

	memset(table, 0, sizeof(*table));
	for (unsigned int symbol = 0; symbol < count; symbol++)
		table->count[lengths[symbol]]++;
	table->count[0] = 0;
	if (codes_left(table) < 0) {
		fail(s, -EINVAL);
		return;
	}
	for (unsigned int len = 1; len <= INFLATE_LENGTH_MAX; len++) {
		code[len] = next_code;
		place[len] = next_place;
		next_code = (u16)((next_code + table->count[len]) << 1);
		next_place += table->count[len];
	}
	for (unsigned int symbol = 0; symbol < count; symbol++) {
		unsigned int len = lengths[symbol];

		if (!len)
			continue;
		if (len <= INFLATE_FAST_BITS)
			fill_fast(table, code[len], len, symbol);
		code[len]++;
		table->symbol[place[len]++] = (u16)symbol;
	}
}

/*
 * A code that leaves bit patterns unused is damage, but for the one code of
 * one bit that a block with a single distance has, and the empty code of a
 * block with none.
 */
static bool code_complete_enough(const struct inflate_code *table)
{
	int total = 0;

	for (unsigned int len = 1; len <= INFLATE_LENGTH_MAX; len++)
		total += table->count[len];
	return codes_left(table) == 0 || total == table->count[1];
}

/* Longer codes than the table holds: compare length by length. */
static unsigned int decode_slow(struct state *s,
				const struct inflate_code *table)
{
	int code = 0, first = 0, index = 0;

	for (unsigned int len = 1; len <= INFLATE_LENGTH_MAX; len++) {
		code |= s->bits >> (len - 1) & 1;
		if (code - first < table->count[len]) {
			drop_bits(s, len);
			return table->symbol[index + code - first];
		}
		index += table->count[len];
		first = (first + table->count[len]) << 1;
		code <<= 1;
	}
	fail(s, -EINVAL);
	return 0;
}

static unsigned int decode(struct state *s, const struct inflate_code *table)
{
	unsigned int entry;

	refill(s);
	entry = table->fast[s->bits % ARRAY_SIZE(table->fast)];
	if (!entry)
		return decode_slow(s, table);
	drop_bits(s, entry >> FAST_SYMBOL_BITS);
	return entry & ((1U << FAST_SYMBOL_BITS) - 1);
}

/* --- Blocks */

static void stored_block(struct state *s)
{
	unsigned int len, complement;

	drop_bits(s, s->nr_bits % 8);
	len = get_bits(s, 16);
	complement = get_bits(s, 16);
	if (len != (complement ^ 0xffff))
		fail(s, -EINVAL);
	return_bytes(s);
	while (len && !s->err) {
		u32 run = min(len, (u32)INFLATE_WINDOW - s->position);

		run = (u32)min((size_t)run, (size_t)(s->end - s->next));
		if (!run)
			fail(s, -EINVAL);
		memcpy(s->work->window + s->position, s->next, run);
		s->next += run;
		advance(s, run);
		len -= run;
	}
}

/* RFC 1951, 3.2.5: the length or distance a symbol begins, extra bits. */
static unsigned int get_length(struct state *s, unsigned int symbol)
{
	unsigned int extra;

	symbol -= END_OF_BLOCK + 1;
	if (symbol < 8)
		return symbol + 3;
	if (symbol == 28)
		return 258;
	extra = symbol / 4 - 1;
	return ((4 + symbol % 4) << extra) + 3 + get_bits(s, extra);
}

static unsigned int get_distance(struct state *s, unsigned int symbol)
{
	unsigned int extra;

	if (symbol < 4)
		return symbol + 1;
	extra = symbol / 2 - 1;
	return ((2 + symbol % 2) << extra) + 1 + get_bits(s, extra);
}

static void coded_block(struct state *s)
{
	struct inflate_workspace *work = s->work;

	while (!s->err) {
		unsigned int symbol = decode(s, &work->literals);
		unsigned int len;

		if (s->err || symbol == END_OF_BLOCK)
			return;
		if (symbol < END_OF_BLOCK) {
			put_byte(s, (u8)symbol);
			continue;
		}
		if (symbol >= NR_LITERALS)
			break;
		len = get_length(s, symbol);
		symbol = decode(s, &work->distances);
		if (symbol >= NR_DISTANCES)
			break;
		copy_match(s, len, get_distance(s, symbol));
	}
	fail(s, -EINVAL);
}

static void fixed_block(struct state *s)
{
	u8 *lengths = s->work->lengths;

	memset(lengths, 8, 144);
	memset(lengths + 144, 9, 112);
	memset(lengths + 256, 7, 24);
	memset(lengths + 280, 8, 8);
	build_code(s, &s->work->literals, lengths, 288);
	memset(lengths, 5, 32);
	build_code(s, &s->work->distances, lengths, 32);
	coded_block(s);
}

/* The code in which a dynamic block's code lengths are written. */
static void read_length_code(struct state *s, unsigned int count)
{
	static const u8 order[19] = {16, 17, 18, 0, 8,	7, 9,  6, 10, 5,
				     11, 4,  12, 3, 13, 2, 14, 1, 15};
	u8 lengths[19] = {0};

	for (unsigned int i = 0; i < count; i++)
		lengths[order[i]] = (u8)get_bits(s, 3);
	build_code(s, &s->work->literals, lengths, ARRAY_SIZE(lengths));
	if (codes_left(&s->work->literals) != 0)
		fail(s, -EINVAL);
}

/* @total code lengths, with runs: RFC 1951, 3.2.7. */
static void read_lengths(struct state *s, unsigned int total)
{
	u8 *lengths = s->work->lengths;
	unsigned int done = 0;

	while (done < total && !s->err) {
		unsigned int symbol = decode(s, &s->work->literals);
		unsigned int repeat = 1;
		u8 value = 0;

		if (symbol < 16) {
			value = (u8)symbol;
		} else if (symbol == 16) {
			if (!done)
				fail(s, -EINVAL);
			value = done ? lengths[done - 1] : 0;
			repeat = 3 + get_bits(s, 2);
		} else if (symbol == 17) {
			repeat = 3 + get_bits(s, 3);
		} else {
			repeat = 11 + get_bits(s, 7);
		}
		if (repeat > total - done) {
			fail(s, -EINVAL);
			return;
		}
		memset(lengths + done, value, repeat);
		done += repeat;
	}
}

static void dynamic_block(struct state *s)
{
	struct inflate_workspace *work = s->work;
	unsigned int literals = 257 + get_bits(s, 5);
	unsigned int distances = 1 + get_bits(s, 5);

	if (literals > NR_LITERALS || distances > NR_DISTANCES)
		fail(s, -EINVAL);
	read_length_code(s, 4 + get_bits(s, 4));
	if (!s->err)
		read_lengths(s, literals + distances);
	if (s->err)
		return;
	build_code(s, &work->literals, work->lengths, literals);
	build_code(s, &work->distances, work->lengths + literals, distances);
	if (!work->lengths[END_OF_BLOCK] ||
	    !code_complete_enough(&work->literals) ||
	    !code_complete_enough(&work->distances))
		fail(s, -EINVAL);
	coded_block(s);
}

int inflate(struct inflate_input *in, const struct inflate_output *out,
	    struct inflate_workspace *work)
{
	const u8 *data = in->data;
	struct state state = {
		.next = data, .end = data + in->len, .out = out, .work = work};
	struct state *s = &state;
	bool last = false;

	while (!last && !s->err) {
		last = get_bits(s, 1);
		switch (get_bits(s, 2)) {
		case 0:
			stored_block(s);
			break;
		case 1:
			fixed_block(s);
			break;
		case 2:
			dynamic_block(s);
			break;
		default:
			fail(s, -EINVAL);
		}
	}
	flush(s);
	if (s->err)
		return s->err;
	return_bytes(s);
	in->data = s->next;
	in->len = s->end - s->next;
	return 0;
}
