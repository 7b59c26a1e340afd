// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/list.h>

struct item {
	struct list_head node;
	unsigned long value;
};

static LIST_HEAD(list);
static struct item items[100];

static int fill(unsigned long size)
{
	list_init(&list);
	for (unsigned long i = 0; i < size; i++)
		list_add_tail(&items[i].node, &list);
	return 0;
}

BENCH(list, add_and_del, .batch = 64, .setup = fill)
{
	static struct item one;

	list_add_tail(&one.node, &list);
	bench_keep(&one);
	list_del(&one.node);
}

/* What a run queue does: the first goes to the end. */
BENCH(list, rotate, BENCH_SIZES(2, 100), .batch = 64, .setup = fill)
{
	struct list_head *first = list.next;

	list_del(first);
	list_add_tail(first, &list);
	bench_keep(first);
}

BENCH(list, walk, BENCH_SIZES(100), .setup = fill)
{
	unsigned long sum = 0;
	struct item *item;

	list_for_each_entry(item, &list, node)
		sum += item->value;
	bench_keep(sum);
}
