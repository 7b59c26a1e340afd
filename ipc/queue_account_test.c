// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "queue_account.h"

enum {
	ANN = 100,
	BEN = 100 + 64, /* in the same chain */
	LIMIT = 1000,
};

KTEST(queue_account, a_user_has_what_the_limit_allows_and_no_more)
{
	struct queue_account *first, *second, *refused;

	KTEST_EXPECT_EQ(t, queue_charge(ANN, LIMIT + 1, LIMIT, &refused),
			-ENOSPC);
	KTEST_ASSERT_EQ(t, queue_charge(ANN, 600, LIMIT, &first), 0);
	KTEST_EXPECT_EQ(t, queue_charge(ANN, 401, LIMIT, &refused), -ENOSPC);
	KTEST_EXPECT_EQ(t, queue_charge(ANN, ~0ULL, LIMIT, &refused), -ENOSPC);
	KTEST_EXPECT(t, !refused);
	KTEST_ASSERT_EQ(t, queue_charge(ANN, 400, LIMIT, &second), 0);
	KTEST_EXPECT_EQ(t, first, second);
	queue_uncharge(first, 600);
	KTEST_EXPECT_EQ(t, queue_charge(ANN, 601, LIMIT, &refused), -ENOSPC);
	KTEST_ASSERT_EQ(t, queue_charge(ANN, 600, LIMIT, &first), 0);
	queue_uncharge(first, 600);
	queue_uncharge(second, 400);
}

/* A limit may be lowered below what there is. */
KTEST(queue_account, a_lower_limit_refuses_what_is_new)
{
	struct queue_account *account, *refused;

	KTEST_ASSERT_EQ(t, queue_charge(ANN, LIMIT, LIMIT, &account), 0);
	KTEST_EXPECT_EQ(t, queue_charge(ANN, 1, LIMIT / 2, &refused), -ENOSPC);
	queue_uncharge(account, LIMIT);
}

KTEST(queue_account, users_are_counted_apart)
{
	struct queue_account *ann, *ben;

	KTEST_ASSERT_EQ(t, queue_charge(ANN, LIMIT, LIMIT, &ann), 0);
	KTEST_ASSERT_EQ(t, queue_charge(BEN, LIMIT, LIMIT, &ben), 0);
	KTEST_EXPECT_NE(t, ann, ben);
	queue_uncharge(ann, LIMIT);
	queue_uncharge(ben, LIMIT);
}

KTEST(queue_account, without_memory_nothing_is_counted)
{
	struct queue_account *account;
	u64 blocks = heap_blocks_in_use();
	unsigned int wrong = 0;
	int err = 0;

	fault_inject_each(nth)
	{
		wrong += err && err != -ENOMEM;
		err = queue_charge(ANN, LIMIT, LIMIT, &account);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	queue_uncharge(account, LIMIT);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}
