// SPDX-License-Identifier: GPL-2.0-only
#include <exo/console.h>
#include <exo/ktest.h>
#include <exo/random.h>

enum {
	MEGABYTE = 1 << 20,
	CHUNK = 1024,
};

/* For a test that compares boots. */
KTEST(random, two_reads_differ)
{
	u8 once[16], again[16];

	random_bytes(once, sizeof(once));
	random_bytes(again, sizeof(again));
	console_printf("    # random: ");
	for (unsigned int i = 0; i < sizeof(once); i++)
		console_printf("%02x", once[i]);
	console_printf("\n");
	KTEST_EXPECT(t, memcmp(once, again, sizeof(once)) != 0);
	KTEST_EXPECT_NE(t, random_u64(), random_u64());
}

KTEST(random, fills_what_was_asked_for_and_no_more)
{
	static u8 bytes[200];
	unsigned int wrong = 0;

	for (size_t size = 0; size < sizeof(bytes) - 16; size++) {
		unsigned int changed = 0;

		memset(bytes, 0, sizeof(bytes));
		random_bytes(bytes, size);
		for (size_t i = 0; i < sizeof(bytes); i++)
			changed += bytes[i] && i < size;
		/* Each is 0 once in 256 times. */
		wrong += changed + 16 < size;
		for (size_t i = size; i < sizeof(bytes); i++)
			wrong += bytes[i] != 0;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

static s64 bits_set(unsigned int value)
{
	s64 count = 0;

	for (; value; value &= value - 1)
		count++;
	return count;
}

/*
 * Of a megabyte: a half of the bits is set, 1448 or so being usual as a
 * deviation, and chi-squared over the values of a byte is 255, with 23. Seven
 * times as much is not seen by chance.
 */
KTEST(random, a_megabyte_looks_random)
{
	static u32 counts[256];
	static u8 bytes[CHUNK];
	s64 ones = 0, expected = MEGABYTE / 256, chi_squared = 0;

	memset(counts, 0, sizeof(counts));
	for (unsigned int i = 0; i < MEGABYTE / CHUNK; i++) {
		random_bytes(bytes, sizeof(bytes));
		for (unsigned int j = 0; j < CHUNK; j++)
			counts[bytes[j]]++;
	}
	for (unsigned int value = 0; value < 256; value++) {
		s64 off = (s64)counts[value] - expected;

		ones += (s64)counts[value] * bits_set(value);
		chi_squared += off * off;
	}
	chi_squared /= expected;
	KTEST_EXPECT_GT(t, ones, 4L * MEGABYTE - 10136);
	KTEST_EXPECT_LT(t, ones, 4L * MEGABYTE + 10136);
	KTEST_EXPECT_GT(t, chi_squared, 94);
	KTEST_EXPECT_LT(t, chi_squared, 416);
}

KTEST(random, what_is_mixed_in_does_not_stop_it)
{
	u64 before = random_u64();

	random_mix("known", 5);
	KTEST_EXPECT_NE(t, random_u64(), before);
}

KTEST(random, gets_ready)
{
	KTEST_EXPECT_EQ(t, random_wait_ready(), 0);
	KTEST_EXPECT(t, random_ready());
}
