// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/list.h>

struct item {
	int number;
	struct list_head node;
};

/* The numbers in list order as decimal digits, e.g. 123; -1 if links differ. */
static long digits(struct list_head *head)
{
	struct item *item;
	long sum = 0;

	list_for_each_entry(item, head, node) {
		if (item->node.next->prev != &item->node)
			return -1;
		sum = sum * 10 + item->number;
	}
	return sum;
}

KTEST(list, add_puts_first_and_add_tail_last)
{
	struct item one = {.number = 1}, two = {.number = 2},
		    three = {.number = 3};
	LIST_HEAD(head);

	KTEST_EXPECT(t, list_empty(&head));
	KTEST_EXPECT_EQ(t, list_first_entry(&head, struct item, node), 0);
	list_add(&two.node, &head);
	list_add(&one.node, &head);
	list_add_tail(&three.node, &head);
	KTEST_EXPECT_EQ(t, digits(&head), 123);
	KTEST_EXPECT(t, !list_empty(&head));
	KTEST_EXPECT_EQ(t, list_first_entry(&head, struct item, node), &one);
}

KTEST(list, del_leaves_the_node_in_no_list)
{
	struct item one = {.number = 1}, two = {.number = 2};
	LIST_HEAD(head);

	list_add_tail(&one.node, &head);
	list_add_tail(&two.node, &head);
	list_del(&one.node);
	KTEST_EXPECT_EQ(t, digits(&head), 2);
	KTEST_EXPECT(t, list_empty(&one.node));
	list_del(&one.node);
	KTEST_EXPECT_EQ(t, digits(&head), 2);
	list_del(&two.node);
	KTEST_EXPECT(t, list_empty(&head));
}

KTEST(list, safe_walk_survives_removal_of_every_entry)
{
	struct item items[5];
	struct item *item, *tmp;
	int seen = 0;
	LIST_HEAD(head);

	for (int i = 0; i < 5; i++) {
		items[i].number = i;
		list_add_tail(&items[i].node, &head);
	}
	list_for_each_entry_safe(item, tmp, &head, node) {
		KTEST_EXPECT_EQ(t, item->number, seen);
		list_del(&item->node);
		item->node.next = NULL;
		seen++;
	}
	KTEST_EXPECT_EQ(t, seen, 5);
	KTEST_EXPECT(t, list_empty(&head));
}

KTEST(list, splice_moves_all_to_the_end_and_nothing_from_an_empty_list)
{
	LIST_HEAD(from);
	LIST_HEAD(to);
	struct list_head a, b, c;

	list_splice_tail(&from, &to);
	KTEST_EXPECT(t, list_empty(&from) && list_empty(&to));
	list_add_tail(&a, &to);
	list_add_tail(&b, &from);
	list_add_tail(&c, &from);
	list_splice_tail(&from, &to);
	KTEST_EXPECT(t, list_empty(&from));
	KTEST_EXPECT_EQ(t, to.next, &a);
	KTEST_EXPECT_EQ(t, a.next, &b);
	KTEST_EXPECT_EQ(t, b.next, &c);
	KTEST_EXPECT_EQ(t, c.next, &to);
	KTEST_EXPECT_EQ(t, to.prev, &c);
	KTEST_EXPECT_EQ(t, c.prev, &b);
	KTEST_EXPECT_EQ(t, b.prev, &a);
}
