// SPDX-License-Identifier: GPL-2.0-only

#include <exo/hostname.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

KTEST(hostname, is_what_was_set_last)
{
	char before[HOSTNAME_MAX + 1], name[HOSTNAME_MAX + 1];

	hostname_get(before);
	KTEST_EXPECT_EQ(t, hostname_set("a longer one", 12), 0);
	KTEST_EXPECT_EQ(t, hostname_set("short", 5), 0);
	hostname_get(name);
	KTEST_EXPECT_STREQ(t, name, "short");
	KTEST_EXPECT_EQ(t, hostname_set(before, strlen(before)), 0);
}

KTEST(hostname, what_does_not_fit_is_refused)
{
	char before[HOSTNAME_MAX + 1], name[HOSTNAME_MAX + 1];
	char large[HOSTNAME_MAX + 1];

	hostname_get(before);
	memset(large, 'x', sizeof(large));
	KTEST_EXPECT_EQ(t, hostname_set(large, HOSTNAME_MAX + 1), -EINVAL);
	KTEST_EXPECT_EQ(t, hostname_set("a\0b", 3), -EINVAL);
	hostname_get(name);
	KTEST_EXPECT_STREQ(t, name, before);
	KTEST_EXPECT_EQ(t, hostname_set(large, HOSTNAME_MAX), 0);
	hostname_get(name);
	KTEST_EXPECT_EQ(t, strlen(name), HOSTNAME_MAX);
	KTEST_EXPECT_EQ(t, hostname_set(before, strlen(before)), 0);
}
