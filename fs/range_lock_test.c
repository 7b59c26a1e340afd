// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>

#include "file_lock.h"

enum {
	BYTES = 32, /* of the file in the model */
	LOCKS = 2 * BYTES,
	OWNERS = 2,
};

static const char owners[OWNERS]; /* only their addresses matter */
static struct range_lock memory[LOCKS];
static struct list_head locks, unused;

static void start(void)
{
	list_init(&locks);
	list_init(&unused);
	for (unsigned int i = 0; i < LOCKS; i++)
		list_add(&memory[i].node, &unused);
}

static struct range_lock *take(void)
{
	struct range_lock *lock =
		list_first_entry(&unused, struct range_lock, node);

	list_del(&lock->node);
	return lock;
}

static int set(unsigned int owner, u64 first, u64 last, s16 type)
{
	struct range_change change = {
		.wanted =
			{
				.owner = &owners[owner],
				.first = first,
				.last = last,
				.type = type,
			},
		.spare = {take(), take()},
	};
	int err;

	list_init(&change.removed);
	err = range_conflict(&locks, &change.wanted) ? -EAGAIN : 0;
	if (!err || type == F_UNLCK)
		err = range_apply(&locks, &change);
	list_splice_tail(&change.removed, &unused);
	for (unsigned int i = 0; i < 2; i++)
		if (change.spare[i])
			list_add(&change.spare[i]->node, &unused);
	return err;
}

static unsigned int count(void)
{
	struct range_lock *lock;
	unsigned int n = 0;

	list_for_each_entry(lock, &locks, node)
		n++;
	return n;
}

KTEST(range_lock, what_touches_is_joined)
{
	start();
	KTEST_EXPECT_EQ(t, set(0, 0, 9, F_RDLCK), 0);
	KTEST_EXPECT_EQ(t, set(0, 20, 29, F_RDLCK), 0);
	KTEST_EXPECT_EQ(t, count(), 2);
	KTEST_EXPECT_EQ(t, set(0, 10, 19, F_RDLCK), 0);
	KTEST_EXPECT_EQ(t, count(), 1);
	KTEST_EXPECT_EQ(t, set(1, 30, 31, F_RDLCK), 0);
	KTEST_EXPECT_EQ(t, count(), 2);
}

KTEST(range_lock, another_type_cuts_and_splits)
{
	start();
	KTEST_EXPECT_EQ(t, set(0, 0, 30, F_RDLCK), 0);
	KTEST_EXPECT_EQ(t, set(0, 10, 19, F_WRLCK), 0);
	KTEST_EXPECT_EQ(t, count(), 3);
	KTEST_EXPECT_EQ(t, set(0, 5, 24, F_UNLCK), 0);
	KTEST_EXPECT_EQ(t, count(), 2);
	KTEST_EXPECT_EQ(t, set(1, 5, 24, F_WRLCK), 0);
	KTEST_EXPECT_EQ(t, set(1, 4, 4, F_WRLCK), -EAGAIN);
	KTEST_EXPECT_EQ(t, set(1, 4, 4, F_RDLCK), 0);
}

KTEST(range_lock, without_memory_for_a_part_nothing_changes)
{
	struct range_change change = {
		.wanted = {.owner = &owners[0],
			   .first = 3,
			   .last = 5,
			   .type = F_UNLCK},
	};

	start();
	KTEST_EXPECT_EQ(t, set(0, 0, 30, F_RDLCK), 0);
	list_init(&change.removed);
	KTEST_EXPECT_EQ(t, range_apply(&locks, &change), -ENOLCK);
	KTEST_EXPECT_EQ(t, count(), 1);
	change.wanted.first = 0;
	KTEST_EXPECT_EQ(t, range_apply(&locks, &change), 0);
	change.wanted.type = F_WRLCK;
	KTEST_EXPECT_EQ(t, range_apply(&locks, &change), -ENOLCK);
}

/* What owner @owner holds at @byte: the type, or F_UNLCK. */
static s16 held(unsigned int owner, u64 byte)
{
	struct range_lock *lock;

	list_for_each_entry(lock, &locks, node)
		if (lock->owner == &owners[owner] && lock->first <= byte &&
		    lock->last >= byte)
			return lock->type;
	return F_UNLCK;
}

/* Nothing overlaps, and nothing that touches has one type. */
static bool well_formed(void)
{
	const struct range_lock *a, *b;

	list_for_each_entry(a, &locks, node)
		list_for_each_entry(b, &locks, node)
			if (a != b && a->owner == b->owner &&
			    a->first <= b->last + (a->type == b->type) &&
			    b->first <= a->last + (a->type == b->type))
				return false;
	return true;
}

KTEST(range_lock, thousands_of_changes_agree_with_a_byte_map)
{
	static s16 model[OWNERS][BYTES];
	u64 random = 1;
	unsigned int wrong = 0;

	start();
	for (unsigned int o = 0; o < OWNERS; o++)
		for (unsigned int i = 0; i < BYTES; i++)
			model[o][i] = F_UNLCK;
	for (unsigned int round = 0; round < 5000; round++) {
		unsigned int owner, other;
		u64 first, last;
		bool conflict = false;
		s16 type;

		random = random * 6364136223846793005UL + 1;
		owner = random >> 33 & 1;
		other = !owner;
		first = (random >> 35) % BYTES;
		last = first + (random >> 45) % (BYTES - first);
		type = (s16)((random >> 55) % 3);
		for (u64 i = first; i <= last; i++)
			conflict |=
				type != F_UNLCK && model[other][i] != F_UNLCK &&
				(type == F_WRLCK || model[other][i] == F_WRLCK);
		wrong += set(owner, first, last, type) !=
			 (conflict ? -EAGAIN : 0);
		for (u64 i = first; i <= last && !conflict; i++)
			model[owner][i] = type;
		for (u64 i = 0; i < BYTES; i++)
			wrong += held(owner, i) != model[owner][i];
		wrong += !well_formed();
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}
