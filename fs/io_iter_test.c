// SPDX-License-Identifier: GPL-2.0-only
#include <exo/io_iter.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/string.h>
#include <uapi/errno.h>

KTEST(io_iter, pieces_are_filled_in_order_however_copies_are_cut)
{
	for (size_t cut = 1; cut <= 10; cut++) {
		char a[3], b[1], c[6];
		struct iovec pieces[] = {
			{a, sizeof(a)}, {NULL, 0}, {b, 1}, {c, sizeof(c)}};
		struct io_iter iter;
		size_t done = 0;

		KTEST_ASSERT_EQ(t, io_iter_init(&iter, pieces, 4), 0);
		KTEST_EXPECT_EQ(t, iter.left, 10);
		while (iter.left)
			done += io_copy_to(&iter, &"0123456789"[done], cut);
		KTEST_EXPECT_EQ(t, done, 10);
		KTEST_EXPECT_MEMEQ(t, a, "012", 3);
		KTEST_EXPECT_MEMEQ(t, b, "3", 1);
		KTEST_EXPECT_MEMEQ(t, c, "456789", 6);
		KTEST_EXPECT_EQ(t, io_copy_to(&iter, "x", 1), 0);
	}
}

KTEST(io_iter, bytes_are_taken_from_pieces_in_order)
{
	struct iovec pieces[] = {{"ab", 2}, {"cde", 3}, {NULL, 0}};
	struct io_iter iter;
	char text[8] = "";

	KTEST_ASSERT_EQ(t, io_iter_init(&iter, pieces, 3), 0);
	KTEST_EXPECT_EQ(t, io_skip(&iter, 1), 1);
	KTEST_EXPECT_EQ(t, io_copy_from(&iter, text, 2), 2);
	KTEST_EXPECT_STREQ(t, text, "bc");
	KTEST_EXPECT_EQ(t, io_copy_from(&iter, text, 8), 2);
	KTEST_EXPECT_MEMEQ(t, text, "de", 2);
	KTEST_EXPECT_EQ(t, io_skip(&iter, 1), 0);
}

KTEST(io_iter, zeros_end_with_the_last_piece)
{
	char text[] = "xxxxx";
	struct io_iter iter = io_iter_buffer(text + 1, 3);

	KTEST_EXPECT_EQ(t, io_zero(&iter, 100), 3);
	KTEST_EXPECT_MEMEQ(t, text, "x\0\0\0x", 5);
}

KTEST(io_iter, nothing_at_all_is_fine)
{
	struct io_iter iter;

	KTEST_EXPECT_EQ(t, io_iter_init(&iter, NULL, 0), 0);
	KTEST_EXPECT_EQ(t, io_copy_to(&iter, "a", 1), 0);
	iter = io_iter_buffer(NULL, 0);
	KTEST_EXPECT_EQ(t, io_zero(&iter, 1), 0);
}

KTEST(io_iter, sizes_that_do_not_add_up_are_refused)
{
	struct iovec pieces[] = {
		{NULL, SSIZE_MAX}, {NULL, 1}, {NULL, ULONG_MAX}};
	struct io_iter iter;

	KTEST_EXPECT_EQ(t, io_iter_init(&iter, pieces, 1), 0);
	KTEST_EXPECT_EQ(t, io_iter_init(&iter, pieces, 2), -EINVAL);
	KTEST_EXPECT_EQ(t, io_iter_init(&iter, pieces + 1, 2), -EINVAL);
	KTEST_EXPECT_EQ(t, io_iter_init(&iter, pieces, UIO_MAXIOV + 1),
			-EINVAL);
}
