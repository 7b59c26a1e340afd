// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/channel.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>

#include "channel_name.h"

static const struct channel_caller root = {.is_root = true};
static const struct channel_caller owner = {.is_owner = true, .in_group = true};
static const struct channel_caller member = {.in_group = true};
static const struct channel_caller other;

KTEST(channel_name, begins_with_a_slash_and_goes_on)
{
	KTEST_EXPECT_EQ(t, channel_name_check("/a"), 2);
	KTEST_EXPECT_EQ(t, channel_name_check("/fs/main"), 8);
	KTEST_EXPECT_EQ(t, channel_name_check(""), -EINVAL);
	KTEST_EXPECT_EQ(t, channel_name_check("/"), -EINVAL);
	KTEST_EXPECT_EQ(t, channel_name_check("a"), -EINVAL);
	KTEST_EXPECT_EQ(t, channel_name_check("a/b"), -EINVAL);
}

KTEST(channel_name, has_255_bytes_at_most)
{
	char name[CHANNEL_NAME_MAX + 2];

	memset(name, '/', sizeof(name));
	name[CHANNEL_NAME_MAX] = '\0';
	KTEST_EXPECT_EQ(t, channel_name_check(name), CHANNEL_NAME_MAX);
	name[CHANNEL_NAME_MAX] = 'a';
	name[CHANNEL_NAME_MAX + 1] = '\0';
	KTEST_EXPECT_EQ(t, channel_name_check(name), -ENAMETOOLONG);
}

KTEST(channel_name, of_any_length_without_an_end_is_not_read_past_the_limit)
{
	char name[CHANNEL_NAME_MAX + 1]; /* whose end the sanitizers guard */

	memset(name, '/', sizeof(name));
	KTEST_EXPECT_EQ(t, channel_name_check(name), -ENAMETOOLONG);
}

KTEST(channel_name, first_class_that_fits_decides)
{
	KTEST_EXPECT(t, channel_mode_allows(0600, owner, O_RDWR));
	KTEST_EXPECT(t, !channel_mode_allows(0600, member, O_RDONLY));
	KTEST_EXPECT(t, channel_mode_allows(0620, member, O_WRONLY));
	KTEST_EXPECT(t, !channel_mode_allows(0620, member, O_RDWR));
	KTEST_EXPECT(t, !channel_mode_allows(0620, other, O_WRONLY));
	KTEST_EXPECT(t, channel_mode_allows(0602, other, O_WRONLY));
	/* The owner and the group have less than the rest. */
	KTEST_EXPECT(t, !channel_mode_allows(0066, owner, O_RDONLY));
	KTEST_EXPECT(t, !channel_mode_allows(0606, member, O_RDONLY));
}

KTEST(channel_name, reading_receives_and_writing_sends)
{
	KTEST_EXPECT(t, channel_mode_allows(0400, owner, O_RDONLY));
	KTEST_EXPECT(t, !channel_mode_allows(0400, owner, O_WRONLY));
	KTEST_EXPECT(t, channel_mode_allows(0200, owner, O_WRONLY));
	KTEST_EXPECT(t, !channel_mode_allows(0200, owner, O_RDONLY));
	KTEST_EXPECT(t, !channel_mode_allows(0200, owner, O_RDWR));
}

KTEST(channel_name, root_may_all)
{
	KTEST_EXPECT(t, channel_mode_allows(0, root, O_RDWR));
}
