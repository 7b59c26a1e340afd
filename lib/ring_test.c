// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/ring.h>
#include <uapi/errno.h>

enum {
	SIZE = 8
};

static u8 buffer[SIZE];

KTEST(ring, size_must_be_a_power_of_two)
{
	struct ring ring;

	KTEST_EXPECT_EQ(t, ring_init(&ring, buffer, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, ring_init(&ring, buffer, 6), -EINVAL);
	KTEST_EXPECT_EQ(t, ring_init(&ring, buffer, 1UL << 32), -EINVAL);
	KTEST_EXPECT_EQ(t, ring_init(&ring, buffer, 1), 0);
}

KTEST(ring, empty_gives_nothing_and_full_takes_nothing)
{
	struct ring ring = RING_INIT(buffer);
	u8 byte = 77;

	KTEST_EXPECT(t, ring_empty(&ring));
	KTEST_EXPECT(t, !ring_pop(&ring, &byte));
	KTEST_EXPECT_EQ(t, ring_read(&ring, &byte, 1), 0);
	KTEST_EXPECT_EQ(t, byte, 77);
	for (int i = 0; i < SIZE; i++)
		KTEST_EXPECT(t, ring_push(&ring, i));
	KTEST_EXPECT(t, ring_full(&ring));
	KTEST_EXPECT(t, !ring_push(&ring, 99));
	KTEST_EXPECT_EQ(t, ring_write(&ring, "x", 1), 0);
	for (int i = 0; i < SIZE; i++) {
		KTEST_EXPECT(t, ring_pop(&ring, &byte));
		KTEST_EXPECT_EQ(t, byte, i);
	}
	KTEST_EXPECT(t, ring_empty(&ring));
}

KTEST(ring, write_takes_what_fits_and_read_gives_what_is_there)
{
	struct ring ring = RING_INIT(buffer);
	char out[SIZE + 4] = "";

	KTEST_EXPECT_EQ(t, ring_write(&ring, "hello", 5), 5);
	KTEST_EXPECT_EQ(t, ring_write(&ring, "world", 5), 3);
	KTEST_EXPECT_EQ(t, ring_free(&ring), 0);
	KTEST_EXPECT_EQ(t, ring_read(&ring, out, sizeof(out)), SIZE);
	KTEST_EXPECT_STREQ(t, out, "hellowor");
}

KTEST(ring, order_survives_the_end_of_the_buffer_and_of_the_counters)
{
	struct ring ring = RING_INIT(buffer);
	u8 next_in = 0, next_out = 0, chunk[SIZE];
	unsigned int wrong = 0;

	ring.read = ring.written = (u32)-20;
	for (u32 round = 0; round < 100; round++) {
		u32 len = 1 + round % SIZE;

		for (u32 i = 0; i < len; i++)
			chunk[i] = next_in + i;
		next_in += ring_write(&ring, chunk, len);
		len = ring_read(&ring, chunk, 1 + round * 5 % SIZE);
		for (u32 i = 0; i < len; i++)
			wrong += chunk[i] != next_out++;
		wrong += ring_used(&ring) != (u8)(next_in - next_out);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_LT(t, ring.written, 1000);
}

KTEST(ring, discard_empties)
{
	struct ring ring = RING_INIT(buffer);

	KTEST_EXPECT_EQ(t, ring_write(&ring, "abc", 3), 3);
	ring_discard(&ring);
	KTEST_EXPECT(t, ring_empty(&ring));
	KTEST_EXPECT_EQ(t, ring_free(&ring), SIZE);
}
