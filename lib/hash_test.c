// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/hash.h>
#include <exo/hlist.h>
#include <exo/ktest.h>
#include <exo/printf.h>

enum {
	BUCKET_BITS = 8,
	BUCKETS = 1 << BUCKET_BITS,
	KEYS = 16 * BUCKETS
};

static u16 buckets[BUCKETS];

/* The fullest bucket; 16 is the mean, 45 about seven deviations away. */
static unsigned int fullest(void)
{
	unsigned int most = 0;

	for (size_t i = 0; i < BUCKETS; i++)
		most = max(most, (unsigned int)buckets[i]);
	return most;
}

KTEST(hash, integers_spread_whatever_their_stride)
{
	static const u64 strides[] = {1, 8, 64, 4096, 1 << 21};

	for (size_t s = 0; s < ARRAY_SIZE(strides); s++) {
		memset(buckets, 0, sizeof(buckets));
		for (u64 i = 0; i < KEYS; i++)
			buckets[hash_64(i * strides[s], BUCKET_BITS)]++;
		KTEST_EXPECT_LT(t, fullest(), 45);
	}
	KTEST_EXPECT_LE(t, hash_64(~0UL, 1), 1);
}

KTEST(hash, similar_names_spread)
{
	memset(buckets, 0, sizeof(buckets));
	for (unsigned int i = 0; i < KEYS; i++) {
		char name[24];
		int len = snprintf(name, sizeof(name), "file%u", i);

		buckets[hash_bytes(name, len, 0) % BUCKETS]++;
	}
	KTEST_EXPECT_LT(t, fullest(), 45);
}

KTEST(hash, every_byte_the_length_and_the_seed_count)
{
	u8 data[40] = {0};
	unsigned int same = 0;

	for (size_t len = 0; len < sizeof(data); len++) {
		u32 hash = hash_bytes(data, len, 1);

		same += hash == hash_bytes(data, len + 1, 1);
		same += hash == hash_bytes(data, len, 2);
		for (size_t i = 0; i < len; i++) {
			data[i] ^= 0x80;
			same += hash == hash_bytes(data, len, 1);
			data[i] ^= 0x80;
		}
	}
	KTEST_EXPECT_EQ(t, same, 0);
}

KTEST(hash, place_in_memory_does_not_count)
{
	char shifted[16] = "_directory";

	KTEST_EXPECT_EQ(t, hash_bytes("directory", 9, 5),
			hash_bytes(shifted + 1, 9, 5));
}

struct item {
	int number;
	struct hlist_node node;
};

KTEST(hlist, nodes_leave_from_front_middle_and_end)
{
	struct hlist_head head = {0};
	struct item items[4] = {0};
	struct item *item;
	long digits = 0;

	KTEST_EXPECT(t, hlist_empty(&head));
	for (int i = 0; i < 4; i++) {
		items[i].number = i + 1;
		hlist_add_head(&items[i].node, &head);
	}
	hlist_for_each_entry(item, &head, node)
		digits = digits * 10 + item->number;
	KTEST_EXPECT_EQ(t, digits, 4321);
	hlist_del(&items[3].node);
	hlist_del(&items[1].node);
	hlist_del(&items[1].node);
	digits = 0;
	hlist_for_each_entry(item, &head, node)
		digits = digits * 10 + item->number;
	KTEST_EXPECT_EQ(t, digits, 31);
	hlist_del(&items[0].node);
	hlist_del(&items[2].node);
	KTEST_EXPECT(t, hlist_empty(&head));
}
