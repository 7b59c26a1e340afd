// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel-side half; tests/host/test_fuzz.py compares with zlib at length.
 */
#include <exo/compiler.h>
#include <exo/crc32.h>
#include <exo/inflate.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <uapi/errno.h>

/* make_text() below, packed by zlib into one block with codes of its own. */
static const u8 packed_text[] = {
	0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x75, 0xd4,
	0xcb, 0x4d, 0x42, 0x51, 0x14, 0x40, 0xd1, 0x39, 0x55, 0xbc, 0x12, 0x38,
	0x3f, 0x14, 0xca, 0x91, 0x60, 0x24, 0x24, 0x10, 0x0d, 0x46, 0xca, 0xb7,
	0x81, 0xbb, 0xa6, 0x7b, 0xb6, 0x72, 0x3e, 0xfb, 0xd3, 0xf6, 0xfc, 0xba,
	0x6c, 0xdf, 0xbf, 0xd7, 0xf3, 0x6d, 0xfb, 0xf8, 0x79, 0xfc, 0xdd, 0xb7,
	0xcf, 0xc7, 0x6b, 0x17, 0xeb, 0x9c, 0xeb, 0x5c, 0xeb, 0xdc, 0xeb, 0x3c,
	0xeb, 0x7c, 0x58, 0xe7, 0xb7, 0x75, 0x7e, 0x5f, 0xe7, 0x23, 0x38, 0x7b,
	0x74, 0x38, 0x03, 0xd0, 0x80, 0x34, 0x40, 0x0d, 0x58, 0x03, 0xd8, 0x80,
	0x36, 0xc0, 0x0d, 0x78, 0x13, 0xde, 0xd4, 0x5c, 0xe1, 0x4d, 0x78, 0x13,
	0xde, 0x84, 0x37, 0xe1, 0x4d, 0x78, 0x13, 0xde, 0x84, 0xb7, 0xe0, 0x2d,
	0x78, 0x4b, 0x8b, 0x0c, 0x6f, 0xc1, 0x5b, 0xf0, 0x16, 0xbc, 0x05, 0x6f,
	0xc1, 0x5b, 0xf0, 0x36, 0xbc, 0x0d, 0x6f, 0xc3, 0xdb, 0xba, 0x5c, 0x78,
	0x1b, 0xde, 0x86, 0xb7, 0xe1, 0x6d, 0x78, 0x1b, 0xde, 0x81, 0x77, 0xe0,
	0x1d, 0x78, 0x07, 0xde, 0xd1, 0xab, 0x82, 0x77, 0xe0, 0x1d, 0x78, 0x07,
	0xde, 0x81, 0xf7, 0x1f, 0x16, 0x67, 0x72, 0x34, 0x96, 0x05, 0x00, 0x00,
};

static struct inflate_workspace work;

struct sink {
	char text[2048];
	size_t len;
	int answer; /* what write returns */
};

static struct sink sink;

static int sink_write(const void *text, size_t len, void *arg)
{
	struct sink *to = arg;

	if (to->answer)
		return to->answer;
	if (len > sizeof(to->text) - to->len)
		return -ENOSPC;
	memcpy(to->text + to->len, text, len);
	to->len += len;
	return 0;
}

static const struct inflate_output output = {sink_write, &sink};

static size_t make_text(char *text, size_t size)
{
	size_t len = 0;

	for (int i = 0; i < 60; i++)
		len += scnprintf(text + len, size - len,
				 "%d: the quick brown fox\n", i);
	return len;
}

/* gunzip() into the emptied sink, whose write returns @answer. */
static int unpack(const u8 *data, size_t len, int answer)
{
	struct inflate_input in = {data, len};

	sink = (struct sink){.answer = answer};
	return gunzip(&in, &output, &work);
}

KTEST(inflate, gunzip_restores_the_text)
{
	static char expected[2048];
	size_t len = make_text(expected, sizeof(expected));

	KTEST_EXPECT_EQ(t, unpack(packed_text, sizeof(packed_text), 0), 0);
	KTEST_ASSERT_EQ(t, sink.len, len);
	KTEST_EXPECT_MEMEQ(t, sink.text, expected, len);
}

KTEST(inflate, input_cut_anywhere_is_refused)
{
	unsigned int accepted = 0;

	for (size_t len = 0; len < sizeof(packed_text); len++)
		accepted += unpack(packed_text, len, 0) != -EINVAL;
	KTEST_EXPECT_EQ(t, accepted, 0);
}

KTEST(inflate, no_flipped_bit_goes_unnoticed)
{
	enum {
		HEADER = 10
	};
	static u8 damaged[sizeof(packed_text)];
	unsigned int accepted = 0;

	memcpy(damaged, packed_text, sizeof(damaged));
	for (size_t bit = 8 * HEADER; bit < 8 * sizeof(damaged); bit++) {
		damaged[bit / 8] ^= 1 << bit % 8;
		accepted += unpack(damaged, sizeof(damaged), 0) == 0;
		damaged[bit / 8] ^= 1 << bit % 8;
	}
	/* The unused bits between the last block and the checksum. */
	KTEST_EXPECT_LT(t, accepted, 8);
}

KTEST(inflate, an_error_of_the_writer_comes_back)
{
	KTEST_EXPECT_EQ(t, unpack(packed_text, sizeof(packed_text), -ENOSPC),
			-ENOSPC);
	KTEST_EXPECT_EQ(t, sink.len, 0);
}

KTEST(crc32, pieces_give_the_same_as_the_whole)
{
	const char *text = "123456789";

	/* The check value of ISO 3309's CRC. */
	KTEST_EXPECT_EQ(t, crc32(0, text, 9), 0xcbf43926);
	KTEST_EXPECT_EQ(t, crc32(crc32(0, text, 4), text + 4, 5), 0xcbf43926);
	KTEST_EXPECT_EQ(t, crc32(0, text, 0), 0);
}
