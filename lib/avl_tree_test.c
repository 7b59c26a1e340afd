// SPDX-License-Identifier: GPL-2.0-only
#include <exo/avl_tree.h>
#include <exo/ktest.h>
#include <exo/limits.h>

struct item {
	struct avl_node node;
	unsigned int key;
	unsigned int weight, heaviest; /* of the subtree */
	bool in_tree;
};

static struct item *item_of(const struct avl_node *node)
{
	return avl_entry((struct avl_node *)node, struct item, node);
}

static bool update(struct avl_node *node)
{
	struct item *item = item_of(node);
	const unsigned int before = item->heaviest;

	item->heaviest = item->weight;
	for (int side = 0; side < 2; side++)
		if (node->child[side])
			item->heaviest =
				max(item->heaviest,
				    item_of(node->child[side])->heaviest);
	return item->heaviest != before;
}

static void insert(struct avl_tree *tree, struct item *item)
{
	struct avl_node *parent = NULL, *at = tree->top;
	bool right = false;

	while (at) {
		parent = at;
		right = item->key > item_of(at)->key;
		at = at->child[right];
	}
	avl_insert(tree, &item->node, parent, right);
	item->in_tree = true;
}

static void take_out(struct avl_tree *tree, struct item *item)
{
	avl_remove(tree, &item->node);
	item->in_tree = false;
}

/* What is wrong with @node itself. */
static bool node_wrong(const struct avl_node *node)
{
	int heights[2];
	unsigned int heaviest = item_of(node)->weight;

	for (int side = 0; side < 2; side++) {
		const struct avl_node *child = node->child[side];

		heights[side] = child ? child->height : 0;
		if (child && child->parent != node)
			return true;
		if (child)
			heaviest = max(heaviest, item_of(child)->heaviest);
	}
	return node->height != 1 + max(heights[0], heights[1]) ||
	       heights[0] - heights[1] > 1 || heights[1] - heights[0] > 1 ||
	       item_of(node)->heaviest != heaviest;
}

/* Count the elements both ways; -1 if the tree is not one. */
static int count(const struct avl_tree *tree)
{
	const struct avl_node *node, *previous = NULL;
	int forward = 0, backward = 0;

	if (tree->top && tree->top->parent)
		return -1;
	for (node = avl_first(tree); node; node = avl_next(node)) {
		if (node_wrong(node) || avl_previous(node) != previous)
			return -1;
		if (previous && item_of(previous)->key >= item_of(node)->key)
			return -1;
		previous = node;
		forward++;
	}
	for (node = avl_last(tree); node; node = avl_previous(node))
		backward++;
	return forward == backward ? forward : -1;
}

enum {
	ITEMS = 600
};

static struct item items[ITEMS];

static void reset(void)
{
	for (unsigned int i = 0; i < ITEMS; i++)
		items[i] = (struct item){
			.key = i,
			.weight = i * 7919 % 1009,
		};
}

KTEST(avl_tree, an_empty_tree_has_no_ends)
{
	struct avl_tree tree = {.top = NULL};

	KTEST_EXPECT_EQ(t, avl_first(&tree), NULL);
	KTEST_EXPECT_EQ(t, avl_last(&tree), NULL);
}

KTEST(avl_tree, one_element_is_both_ends)
{
	struct avl_tree tree = {.update = update};

	reset();
	insert(&tree, &items[0]);
	KTEST_EXPECT_EQ(t, avl_first(&tree), &items[0].node);
	KTEST_EXPECT_EQ(t, avl_last(&tree), &items[0].node);
	KTEST_EXPECT_EQ(t, count(&tree), 1);
	take_out(&tree, &items[0]);
	KTEST_EXPECT_EQ(t, tree.top, NULL);
}

enum {
	FEW = 6,
	ORDERS = 720, /* of FEW elements */
};

/* The @number-th order of FEW elements. */
static void order_make(unsigned int number, unsigned char order[FEW])
{
	for (unsigned char i = 0; i < FEW; i++) {
		unsigned int place = number % (i + 1U);

		number /= i + 1U;
		for (unsigned int k = i; k > place; k--)
			order[k] = order[k - 1];
		order[place] = i;
	}
}

/* Insert in one order, take out in another. Returns how often it was wrong. */
static unsigned int try_orders(unsigned int in, unsigned int out)
{
	struct avl_tree tree = {.update = update};
	unsigned char order[FEW];
	unsigned int wrong = 0;

	order_make(in, order);
	for (int i = 0; i < FEW; i++)
		insert(&tree, &items[order[i]]);
	wrong += count(&tree) != FEW;
	order_make(out, order);
	for (int i = 0; i < FEW; i++) {
		take_out(&tree, &items[order[i]]);
		wrong += count(&tree) != FEW - 1 - i;
	}
	return wrong;
}

KTEST(avl_tree, few_elements_come_and_go_in_every_order)
{
	unsigned int wrong = 0;

	reset();
	for (unsigned int number = 0; number < ORDERS; number++) {
		wrong += try_orders(number, number * 7 % ORDERS);
		wrong += try_orders(number, ORDERS - 1 - number);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(avl_tree, rising_keys_stay_balanced)
{
	struct avl_tree tree = {.update = update};

	reset();
	for (unsigned int i = 0; i < ITEMS; i++)
		insert(&tree, &items[i]);
	KTEST_EXPECT_EQ(t, count(&tree), ITEMS);
	KTEST_EXPECT_LE(t, tree.top->height, 11);
	for (unsigned int i = 0; i < ITEMS; i++)
		take_out(&tree, &items[i]);
	KTEST_EXPECT_EQ(t, tree.top, NULL);
}

KTEST(avl_tree, a_tree_without_sums_needs_no_update)
{
	struct avl_tree tree = {.update = NULL};

	reset();
	for (unsigned int i = 0; i < 100; i++)
		insert(&tree, &items[i * 37 % 100]);
	for (unsigned int i = 0; i < 100; i += 2)
		take_out(&tree, &items[i]);
	KTEST_EXPECT_EQ(t, item_of(avl_first(&tree))->key, 1);
	KTEST_EXPECT_EQ(t, item_of(avl_last(&tree))->key, 99);
}

KTEST(avl_tree, a_changed_element_is_seen_from_the_top)
{
	struct avl_tree tree = {.update = update};

	reset();
	for (unsigned int i = 0; i < ITEMS; i++)
		insert(&tree, &items[i]);
	items[17].weight = UINT_MAX;
	avl_changed(&tree, &items[17].node);
	KTEST_EXPECT_EQ(t, item_of(tree.top)->heaviest, UINT_MAX);
	KTEST_EXPECT_EQ(t, count(&tree), ITEMS);
}

KTEST(avl_tree, random_changes_keep_order_balance_and_sums)
{
	struct avl_tree tree = {.update = update};
	unsigned int state = 1, wrong = 0;
	int inside = 0;

	reset();
	for (unsigned int step = 0; step < 6000; step++) {
		struct item *item;

		state = state * 1103515245 + 12345;
		item = &items[(state >> 12) % ITEMS];
		if (item->in_tree)
			take_out(&tree, item);
		else
			insert(&tree, item);
		inside += item->in_tree ? 1 : -1;
		if (step % 16 == 0)
			wrong += count(&tree) != inside;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, count(&tree), inside);
}
