// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>

#include "generator.h"

static const struct generator zero;

/* @size bytes of what @generator gives in one go. */
static void take(struct generator *generator, u8 *bytes, size_t size)
{
	u8 block[CHACHA20_BLOCK];
	struct chacha20 stream;

	generator_take(generator, &stream, block);
	memcpy(bytes, block, min(size, (size_t)GENERATOR_FIRST));
	for (size_t at = GENERATOR_FIRST; at < size; at += CHACHA20_BLOCK) {
		chacha20_block(&stream, block);
		memcpy(bytes + at, block, min(size - at, sizeof(block)));
	}
}

static bool same(const struct generator *a, const struct generator *b)
{
	return !memcmp(a->key, b->key, sizeof(a->key));
}

/* RFC 8439 A.1, vectors 1 and 2: the key stream of the zero key. */
KTEST(generator, output_is_the_key_stream_behind_the_new_key)
{
	static const u8 stream[] = {0x76, 0xb8, 0xe0, 0xad};
	static const u8 first[] = {0xda, 0x41, 0x59, 0x7c};
	static const u8 second[] = {0x9f, 0x07, 0xe7, 0xbe};
	struct generator generator = zero;
	u8 bytes[GENERATOR_FIRST + 4];

	take(&generator, bytes, sizeof(bytes));
	KTEST_EXPECT_MEMEQ(t, generator.key, stream, sizeof(stream));
	KTEST_EXPECT_MEMEQ(t, bytes, first, sizeof(first));
	KTEST_EXPECT_MEMEQ(t, bytes + GENERATOR_FIRST, second, sizeof(second));
}

KTEST(generator, output_never_repeats)
{
	struct generator generator = zero;
	u8 once[16], again[16];

	take(&generator, once, sizeof(once));
	take(&generator, again, sizeof(again));
	KTEST_EXPECT(t, memcmp(once, again, sizeof(once)) != 0);
}

KTEST(generator, equal_input_in_equal_order_gives_equal_keys)
{
	struct generator a = zero, b = zero, c = zero;

	generator_mix(&a, "one", 3);
	generator_mix(&a, "two", 3);
	generator_mix(&b, "one", 3);
	generator_mix(&b, "two", 3);
	generator_mix(&c, "two", 3);
	generator_mix(&c, "one", 3);
	KTEST_EXPECT(t, same(&a, &b));
	KTEST_EXPECT(t, !same(&a, &c));
}

KTEST(generator, every_byte_of_the_input_counts)
{
	u8 input[2 * CHACHA20_KEY + 1] = {0};
	struct generator plain = zero;
	unsigned int lost = 0;

	generator_mix(&plain, input, sizeof(input));
	for (size_t i = 0; i < sizeof(input); i++) {
		struct generator other = zero;

		input[i] = 1;
		generator_mix(&other, input, sizeof(input));
		input[i] = 0;
		lost += same(&plain, &other);
	}
	KTEST_EXPECT_EQ(t, lost, 0);
}

KTEST(generator, zeros_at_the_end_of_the_input_count)
{
	struct generator a = zero, b = zero, none = zero;

	generator_mix(&a, "x", 1);
	generator_mix(&b, "x\0", 2);
	generator_mix(&none, "", 0);
	KTEST_EXPECT(t, !same(&a, &b));
	KTEST_EXPECT(t, same(&none, &zero));
}

KTEST(generator, known_input_does_not_undo_an_unknown_key)
{
	struct generator known = zero, secret = {.key = {1}};

	generator_mix(&known, "input", 5);
	generator_mix(&secret, "input", 5);
	KTEST_EXPECT(t, !same(&known, &secret));
}
