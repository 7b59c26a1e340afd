// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "tmpfs.h"

static const u64 ram = 128UL << 20;

static int parse(const char *text, struct tmpfs_options *options)
{
	*options = (struct tmpfs_options){.size = 7, .mode = 01777};
	return tmpfs_options_parse(text, ram, options);
}

KTEST(tmpfs_options, what_is_not_named_stays)
{
	struct tmpfs_options options;

	KTEST_EXPECT_EQ(t, parse("", &options), 0);
	KTEST_EXPECT_EQ(t, parse(",,", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, 7);
	KTEST_EXPECT_EQ(t, options.mode, 01777);
}

KTEST(tmpfs_options, sizes_have_suffixes)
{
	struct tmpfs_options options;

	KTEST_EXPECT_EQ(t, parse("size=3", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, 3);
	KTEST_EXPECT_EQ(t, parse("size=2k", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, 2048);
	KTEST_EXPECT_EQ(t, parse("size=10M", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, 10 << 20);
	KTEST_EXPECT_EQ(t, parse("size=1g", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, 1 << 30);
	KTEST_EXPECT_EQ(t, parse("size=25%", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, ram / 100 * 25);
	KTEST_EXPECT_EQ(t, parse("nr_blocks=4", &options), 0);
	KTEST_EXPECT_EQ(t, options.size, 4 * 4096);
}

KTEST(tmpfs_options, several_apply_in_order)
{
	struct tmpfs_options options;

	KTEST_EXPECT_EQ(
		t, parse("mode=755,uid=1,gid=2,nr_inodes=1k,size=0", &options),
		0);
	KTEST_EXPECT_EQ(t, options.mode, 0755);
	KTEST_EXPECT_EQ(t, options.uid, 1);
	KTEST_EXPECT_EQ(t, options.gid, 2);
	KTEST_EXPECT_EQ(t, options.nr_inodes, 1024);
	KTEST_EXPECT_EQ(t, options.size, 0);
}

KTEST(tmpfs_options, nonsense_is_refused)
{
	static const char *const wrong[] = {
		"size",
		"size=",
		"size=x",
		"size=-1",
		"size=1kk",
		"size=1 ",
		"size=99999999999999999999",
		"size=17179869184g",
		"nr_inodes=5%",
		"mode=8",
		"mode=17777",
		"uid=4294967295",
		"sizes=1",
		"=1",
		"frobnicate",
	};
	struct tmpfs_options options;

	for (unsigned int i = 0; i < ARRAY_SIZE(wrong); i++)
		if (!KTEST_EXPECT_EQ(t, parse(wrong[i], &options), -EINVAL))
			KTEST_EXPECT_STREQ(t, wrong[i], "");
}
