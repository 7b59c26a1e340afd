// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bitmap.h>
#include <exo/ktest.h>

enum {
	BITS = 200,
	PAST_END = BITS + 1
};

static DECLARE_BITMAP(map, BITS);

/* The map holds exactly the bits @first .. @end - 1. */
static bool holds_range(size_t first, size_t end)
{
	for (size_t bit = 0; bit < BITMAP_WORDS(BITS) * BITS_PER_WORD; bit++) {
		if (bitmap_test(map, bit) != (bit >= first && bit < end))
			return false;
	}
	return true;
}

KTEST(bitmap, single_bits_are_independent)
{
	memset(map, 0, sizeof(map));
	bitmap_set(map, 0);
	bitmap_set(map, 63);
	bitmap_set(map, 64);
	bitmap_set(map, 199);
	KTEST_EXPECT_EQ(t, map[0], 0x8000000000000001);
	KTEST_EXPECT_EQ(t, map[1], 1);
	KTEST_EXPECT_EQ(t, map[3], 0x80);
	bitmap_clear(map, 63);
	KTEST_EXPECT(t, !bitmap_test(map, 63));
	KTEST_EXPECT(t, bitmap_test(map, 64));
	KTEST_EXPECT_EQ(t, bitmap_count(map, BITS), 3);
}

KTEST(bitmap, ranges_of_every_start_and_length)
{
	unsigned int wrong = 0;

	for (size_t start = 0; start <= BITS; start += 3) {
		for (size_t count = 0; count <= BITS - start; count++) {
			memset(map, 0, sizeof(map));
			bitmap_set_range(map, start, count);
			wrong += !holds_range(start, start + count);
			wrong += bitmap_count(map, BITS) != count;
			bitmap_set_range(map, 0, BITS);
			bitmap_clear_range(map, start, BITS - start);
			wrong += !holds_range(0, start);
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(bitmap, next_finds_each_bit_from_each_start)
{
	unsigned int wrong = 0;

	for (size_t bit = 0; bit < BITS; bit++) {
		memset(map, 0, sizeof(map));
		bitmap_set(map, bit);
		for (size_t from = 0; from < PAST_END; from++)
			wrong += bitmap_next_set(map, BITS, from) !=
				 (from <= bit ? bit : BITS);
		memset(map, 0xff, sizeof(map));
		bitmap_clear(map, bit);
		for (size_t from = 0; from < PAST_END; from++)
			wrong += bitmap_next_clear(map, BITS, from) !=
				 (from <= bit ? bit : BITS);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(bitmap, bits_past_the_size_do_not_count)
{
	memset(map, 0, sizeof(map));
	bitmap_set(map, 100);
	KTEST_EXPECT_EQ(t, bitmap_next_set(map, 100, 0), 100);
	KTEST_EXPECT_EQ(t, bitmap_next_set(map, 101, 0), 100);
	KTEST_EXPECT_EQ(t, bitmap_count(map, 100), 0);
	KTEST_EXPECT_EQ(t, bitmap_next_set(map, 0, 0), 0);
	KTEST_EXPECT_EQ(t, bitmap_next_clear(map, 0, 0), 0);
}

KTEST(bitmap, walk_visits_set_bits_in_order)
{
	static const size_t bits[] = {0, 5, 63, 64, 127, 128, 199};
	size_t bit, seen = 0;

	memset(map, 0, sizeof(map));
	for (size_t i = 0; i < ARRAY_SIZE(bits); i++)
		bitmap_set(map, bits[i]);
	for_each_set_bit(bit, map, BITS) {
		KTEST_ASSERT(t, seen < ARRAY_SIZE(bits));
		KTEST_EXPECT_EQ(t, bit, bits[seen]);
		seen++;
	}
	KTEST_EXPECT_EQ(t, seen, ARRAY_SIZE(bits));
}
