// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels: what their creator decides, who may open them, and ends as
 * descriptors.
 */
#include <exo/credentials.h>
#include <exo/file_table.h>
#include <exo/ktest.h>
#include <uapi/ioctl.h>

#include "channel_test_tools.h"

enum {
	ANN = 100,
	BEN = 101,
	EVE = 102,
	STAFF = 10,
	GUESTS = 11,
	STUDENTS = 12,
};

static char text[TEST_MESSAGE_MAX];

/* Who acts, and until when. */
struct identity {
	struct credentials *before, *now;
};

/* Effective ids, as of a set-id program: the real ones are others. */
static bool become(struct identity *who, u32 euid, u32 egid, u32 group)
{
	who->before = current->credentials;
	who->now = credentials_copy(&initial_credentials, 1);
	if (!who->now)
		return false;
	who->now->uid = who->now->suid = EVE;
	who->now->euid = who->now->fsuid = euid;
	who->now->egid = who->now->fsgid = egid;
	who->now->groups[0] = group;
	current->credentials = who->now;
	return true;
}

static void become_root_again(const struct identity *who)
{
	current->credentials = who->before;
	credentials_put(who->now);
}

static int create(u32 mode, struct file **end)
{
	struct channel_attributes attributes = {.mode = mode};

	return channel_open(TEST_NAME, O_RDWR | O_CREAT | O_EXCL, &attributes,
			    end);
}

static int try_to_open(u32 flags)
{
	struct file *end;
	int err = channel_open(TEST_NAME, flags, NULL, &end);

	if (!err)
		file_put(end);
	return err;
}

static int open_as(u32 euid, u32 egid, u32 group, u32 flags)
{
	struct identity who;
	int err;

	if (!become(&who, euid, egid, group))
		return -ENOMEM;
	err = try_to_open(flags);
	become_root_again(&who);
	return err;
}

static int unlink_as(u32 euid)
{
	struct identity who;
	int err;

	if (!become(&who, euid, GUESTS, GUESTS))
		return -ENOMEM;
	err = channel_unlink(TEST_NAME);
	become_root_again(&who);
	return err;
}

static void find_owner(const struct channel_info *info, void *arg)
{
	struct channel_info *found = arg;

	if (strcmp(info->name, TEST_NAME) == 0)
		*found = *info;
}

KTEST(channel_access, belongs_to_the_effective_ids_of_its_creator)
{
	struct channel_info found = {};
	struct identity ann;
	struct file *end;

	KTEST_ASSERT(t, become(&ann, ANN, STAFF, STUDENTS));
	KTEST_EXPECT_EQ(t, create(0620, &end), 0);
	become_root_again(&ann);
	channel_for_each(find_owner, &found);
	KTEST_EXPECT_EQ(t, found.uid, ANN);
	KTEST_EXPECT_EQ(t, found.gid, STAFF);
	KTEST_EXPECT_EQ(t, found.mode, 0620);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	file_put(end);
}

KTEST(channel_access, mode_says_who_may_receive_and_send)
{
	struct identity ann;
	struct file *end;

	KTEST_ASSERT(t, become(&ann, ANN, STAFF, STUDENTS));
	KTEST_EXPECT_EQ(t, create(0620, &end), 0);
	become_root_again(&ann);
	KTEST_EXPECT_EQ(t, open_as(ANN, GUESTS, GUESTS, O_RDWR), 0);
	/* By the first of his groups, or a supplementary one. */
	KTEST_EXPECT_EQ(t, open_as(BEN, STAFF, GUESTS, O_WRONLY), 0);
	KTEST_EXPECT_EQ(t, open_as(BEN, GUESTS, STAFF, O_WRONLY), 0);
	KTEST_EXPECT_EQ(t, open_as(BEN, STAFF, GUESTS, O_RDONLY), -EACCES);
	KTEST_EXPECT_EQ(t, open_as(BEN, STAFF, GUESTS, O_RDWR), -EACCES);
	/* The creator's supplementary group is not the channel's. */
	KTEST_EXPECT_EQ(t, open_as(BEN, STUDENTS, GUESTS, O_WRONLY), -EACCES);
	KTEST_EXPECT_EQ(t, open_as(BEN, GUESTS, GUESTS, O_WRONLY), -EACCES);
	KTEST_EXPECT_EQ(t, open_as(BEN, GUESTS, GUESTS, O_WRONLY | O_CREAT),
			-EACCES);
	KTEST_EXPECT_EQ(t, try_to_open(O_RDWR), 0);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	file_put(end);
}

KTEST(channel_access, creator_opens_it_whatever_the_mode_says)
{
	struct identity ann;
	struct file *end;

	KTEST_ASSERT(t, become(&ann, ANN, STAFF, STAFF));
	KTEST_EXPECT_EQ(t, create(0, &end), 0);
	KTEST_EXPECT_EQ(t, try_to_open(O_RDONLY), -EACCES);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	file_put(end);
	become_root_again(&ann);
}

KTEST(channel_access, only_the_owner_and_root_take_the_name_away)
{
	struct identity ann;
	struct file *end;

	KTEST_ASSERT(t, become(&ann, ANN, STAFF, STAFF));
	KTEST_EXPECT_EQ(t, create(0666, &end), 0);
	become_root_again(&ann);
	KTEST_EXPECT_EQ(t, unlink_as(BEN), -EACCES);
	KTEST_EXPECT_EQ(t, unlink_as(ANN), 0);
	file_put(end);
}

KTEST(channel_access, name_has_255_bytes_at_most)
{
	static char name[CHANNEL_NAME_MAX + 2];
	struct file *end;

	memset(name, 'n', CHANNEL_NAME_MAX + 1);
	name[0] = '/';
	KTEST_EXPECT_EQ(t, channel_open(name, O_RDWR | O_CREAT, NULL, &end),
			-ENAMETOOLONG);
	KTEST_EXPECT_EQ(t, channel_unlink(name), -ENAMETOOLONG);
	name[CHANNEL_NAME_MAX] = '\0';
	KTEST_ASSERT_EQ(t, channel_open(name, O_RDWR | O_CREAT, NULL, &end), 0);
	file_put(end);
	KTEST_EXPECT_EQ(t, channel_unlink(name), 0);
}

KTEST(channel_access, size_is_decided_at_creation_once_for_all)
{
	static const struct channel_attributes small = {1, 8, 0600, 0};
	static const struct channel_attributes large = {9, 99, 0666, 0};
	struct channel_info found = {};
	struct file *end, *again;

	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDWR | O_CREAT, &small, &end), 0);
	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDWR | O_CREAT, &large, &again),
		0);
	channel_for_each(find_owner, &found);
	KTEST_EXPECT_EQ(t, found.capacity, 1);
	KTEST_EXPECT_EQ(t, found.message_max, 8);
	KTEST_EXPECT_EQ(t, found.mode, 0600);
	KTEST_EXPECT_EQ(t, send_text(again, "8 bytes!"), -EMSGSIZE);
	KTEST_EXPECT_EQ(t, send_text(again, "7 bytes"), 0);
	KTEST_EXPECT_EQ(t, send_text(again, ""), -EAGAIN);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	file_put(end);
	file_put(again);
}

KTEST(channel_access, size_of_the_next_message_can_be_asked)
{
	struct channel_message large = {.data = text, .size = TEST_MESSAGE_MAX};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, file_control(pair.in, FIONREAD, 0), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "first"), 0);
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &large), 0);
	KTEST_EXPECT_EQ(t, file_control(pair.in, FIONREAD, 0), 6);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), 0);
	KTEST_EXPECT_EQ(t, file_control(pair.in, FIONREAD, 0),
			TEST_MESSAGE_MAX);
	KTEST_EXPECT_EQ(t, file_control(pair.in, FIONREAD + 1, 0), -ENOTTY);
	pair_close(&pair);
}

KTEST(channel_access, end_closes_with_the_last_of_its_descriptors)
{
	struct file_table *table = file_table_alloc();
	struct channel_pair pair;
	int fd, copy;

	KTEST_ASSERT(t, table);
	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	fd = fd_install(table, pair.in, 0, 0);
	copy = fd_install(table, pair.in, 0, 0);
	file_get(pair.in); /* the second descriptor's */
	KTEST_EXPECT_GE(t, fd, 0);
	KTEST_EXPECT_GT(t, copy, fd);
	KTEST_EXPECT_EQ(t, fd_close(table, fd), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "heard"), 0);
	KTEST_EXPECT_EQ(t, fd_close(table, copy), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "unheard"), -EPIPE);
	file_put(pair.out);
	file_table_put(table);
}

/* Many at both ends. */

enum {
	SENDERS = 3,
	RECEIVERS = 3,
	EACH = 40,
};

static int send_numbers(void *arg)
{
	struct file *out = arg;
	int err = 0;

	for (u32 i = 1; i <= EACH && !err; i++) {
		struct channel_message message = {.data = &i,
						  .size = sizeof(i)};

		err = channel_send(out, &message);
	}
	file_put(out);
	return err;
}

/* Returns the sum of all that this one received. */
static int add_numbers(void *arg)
{
	static u8 memory[RECEIVERS][TEST_MESSAGE_MAX];
	static u32 next; /* atomic */
	u8 *here = memory[__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED) %
			  RECEIVERS];
	struct channel_message message =
		room_for_message(here, TEST_MESSAGE_MAX);
	int sum = 0;

	while (!channel_receive(arg, &message)) {
		u32 number;

		memcpy(&number, here, sizeof(number));
		sum += (int)number;
		if (number % 3 == 0)
			thread_yield();
	}
	return sum;
}

KTEST(channel_access, each_message_goes_to_one_of_many_receivers)
{
	struct task *senders[SENDERS], *receivers[RECEIVERS];
	struct channel_pair pair;
	int sum = 0;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (int i = 0; i < RECEIVERS; i++) {
		receivers[i] = thread_create("receiver", add_numbers, pair.in);
		KTEST_ASSERT(t, receivers[i]);
	}
	for (int i = 0; i < SENDERS; i++) {
		file_get(pair.out);
		senders[i] = thread_create("sender", send_numbers, pair.out);
		KTEST_ASSERT(t, senders[i]);
	}
	file_put(pair.out); /* the last sender ends the receivers */
	for (int i = 0; i < SENDERS; i++)
		KTEST_EXPECT_EQ(t, thread_join(senders[i]), 0);
	for (int i = 0; i < RECEIVERS; i++)
		sum += thread_join(receivers[i]);
	KTEST_EXPECT_EQ(t, sum, SENDERS * EACH * (EACH + 1) / 2);
	file_put(pair.in);
}
