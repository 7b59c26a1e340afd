// SPDX-License-Identifier: GPL-2.0-only
/*
 * The radix tree. A node is there as long as something is below it, and the root
 * no higher than the largest index needs.
 */
#include <exo/radix_tree.h>

#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/rcu.h>
#include <uapi/errno.h>

enum {
	SLOT_BITS = 6,
	SLOTS = 1 << SLOT_BITS,
	SLOT_MASK = SLOTS - 1,
	LEVELS_MAX = 64 / SLOT_BITS + 1,
	NODE_TAG = 1,
};

struct node {
	void *slots[SLOTS]; /* items at shift 0, else tagged nodes */
	u32 shift; /* of the index, to get the slot */
	u32 count; /* slots in use */
};

static struct kmem_cache *node_cache;

static int radix_tree_init(void)
{
	node_cache = kmem_cache_create("radix_tree", sizeof(struct node), 0);
	if (!node_cache)
		panic("no memory for radix trees");
	return 0;
}
INITCALL(memory, radix_tree_init);

static bool is_node(const void *entry)
{
	return (u64)entry & NODE_TAG;
}

static struct node *to_node(const void *entry)
{
	return (struct node *)((u64)entry - NODE_TAG);
}

static void *from_node(const struct node *node)
{
	return (void *)((u64)node + NODE_TAG);
}

/* The largest index below a node of this shift. */
static u64 index_max(u32 shift)
{
	return shift + SLOT_BITS >= 64 ? ~0UL : BIT(shift + SLOT_BITS) - 1;
}

static unsigned int slot_of(const struct node *node, u64 index)
{
	return (index >> node->shift) & SLOT_MASK;
}

void *radix_tree_get(const struct radix_tree *tree, u64 index)
{
	void *entry = rcu_dereference(tree->root);

	if (!is_node(entry))
		return index ? NULL : entry;
	if (index > index_max(to_node(entry)->shift))
		return NULL;
	while (is_node(entry)) {
		const struct node *node = to_node(entry);

		entry = rcu_dereference(node->slots[slot_of(node, index)]);
	}
	return entry;
}

/* The node whose slots hold the items around @index; NULL: there is none. */
static const struct node *leaf_of(const struct radix_tree *tree, u64 index)
{
	void *entry = rcu_dereference(tree->root);
	const struct node *node = NULL;

	if (!is_node(entry) || index > index_max(to_node(entry)->shift))
		return NULL;
	while (is_node(entry)) {
		node = to_node(entry);
		entry = rcu_dereference(node->slots[slot_of(node, index)]);
	}
	return node->shift ? NULL : node;
}

void radix_tree_get_run(const struct radix_tree *tree, u64 index,
			unsigned int count, void **items)
{
	while (count) {
		const unsigned int first = index & SLOT_MASK;
		const unsigned int here = min(count, SLOTS - first);
		const struct node *leaf = leaf_of(tree, index);

		for (unsigned int i = 0; i < here; i++)
			items[i] =
				leaf ? rcu_dereference(leaf->slots[first + i])
				     : NULL;
		/* A tree of one item has no node. */
		if (!leaf && !index)
			items[0] = radix_tree_get(tree, 0);
		items += here;
		index += here;
		count -= here;
	}
}

static struct node *node_alloc(u32 shift)
{
	struct node *node = kmem_cache_zalloc(node_cache);

	if (node)
		node->shift = shift;
	return node;
}

/* The shift of a root that is high enough for @index. */
static u32 shift_for(u64 index)
{
	u32 shift = 0;

	while (index > index_max(shift))
		shift += SLOT_BITS;
	return shift;
}

/* One more level above what there is, or the first with all it takes. */
static int grow(struct radix_tree *tree, u64 index)
{
	void *old = tree->root;
	u32 shift = is_node(old) ? to_node(old)->shift + SLOT_BITS : 0;
	struct node *node = node_alloc(old ? shift : shift_for(index));

	if (!node)
		return -ENOMEM;
	if (old) {
		node->slots[0] = old;
		node->count = 1;
	}
	rcu_assign_pointer(tree->root, from_node(node));
	return 0;
}

/* Does the tree have the height for @index? */
static bool high_enough(const struct radix_tree *tree, u64 index)
{
	return is_node(tree->root) &&
	       index <= index_max(to_node(tree->root)->shift);
}

/* The nodes from the root down to the last there is on the way to @index. */
static unsigned int find_path(const struct radix_tree *tree, u64 index,
			      struct node *path[LEVELS_MAX])
{
	unsigned int levels = 0;
	void *entry = tree->root;

	while (is_node(entry)) {
		path[levels] = to_node(entry);
		entry = path[levels]->slots[slot_of(path[levels], index)];
		levels++;
	}
	return levels;
}

/* Free the nodes at the end of @path that hold nothing. */
static void prune(struct radix_tree *tree, u64 index,
		  struct node *path[LEVELS_MAX], unsigned int levels)
{
	while (levels && !path[levels - 1]->count) {
		struct node *node = path[--levels];

		if (levels) {
			struct node *parent = path[levels - 1];

			rcu_assign_pointer(
				parent->slots[slot_of(parent, index)], NULL);
			parent->count--;
		} else {
			rcu_assign_pointer(tree->root, NULL);
		}
		rcu_free(node_cache, node);
	}
}

/* The node below @parent on the way to @index, made if it lacks; or NULL. */
static struct node *make_child(struct node *parent, u64 index)
{
	void **slot = &parent->slots[slot_of(parent, index)];
	struct node *node;

	if (likely(*slot))
		return to_node(*slot);
	node = node_alloc(parent->shift - SLOT_BITS);
	if (!node)
		return NULL;
	rcu_assign_pointer(*slot, from_node(node));
	parent->count++;
	return node;
}

/* Free the nodes on the way to @index, from the last, that hold nothing. */
static __noinline void prune_path(struct radix_tree *tree, u64 index)
{
	struct node *path[LEVELS_MAX];

	prune(tree, index, path, find_path(tree, index, path));
}

int radix_tree_insert(struct radix_tree *tree, u64 index, void *item)
{
	struct node *node;
	int err;

	if (!index && !tree->root) {
		rcu_assign_pointer(tree->root, item);
		return 0;
	}
	while (unlikely(!high_enough(tree, index))) {
		err = grow(tree, index);
		if (err)
			return err;
	}
	node = to_node(tree->root);
	while (node->shift) {
		node = make_child(node, index);
		if (unlikely(!node)) {
			prune_path(tree, index);
			return -ENOMEM;
		}
	}
	rcu_assign_pointer(node->slots[slot_of(node, index)], item);
	node->count++;
	return 0;
}

/*
 * Without levels that only lead to the one below. The last level stays, lest
 * who adds and removes a second item pays for a node each time.
 */
static void lower(struct radix_tree *tree)
{
	while (is_node(tree->root)) {
		struct node *top = to_node(tree->root);

		if (!top->shift || top->count != 1 || !top->slots[0])
			break;
		rcu_assign_pointer(tree->root, top->slots[0]);
		rcu_free(node_cache, top);
	}
}

/* The node with the slot of @index, or NULL. */
static struct node *find_leaf(const struct radix_tree *tree, u64 index)
{
	void *entry = tree->root;
	struct node *node = NULL;

	if (!high_enough(tree, index))
		return NULL;
	while (is_node(entry)) {
		node = to_node(entry);
		entry = node->slots[slot_of(node, index)];
	}
	return node->shift ? NULL : node;
}

static void *remove_root(struct radix_tree *tree, u64 index)
{
	void *item = tree->root;

	if (index || is_node(item))
		return NULL;
	rcu_assign_pointer(tree->root, NULL);
	return item;
}

void *radix_tree_remove(struct radix_tree *tree, u64 index)
{
	struct node *leaf = find_leaf(tree, index);
	void *item;

	if (!leaf)
		return remove_root(tree, index);
	item = leaf->slots[slot_of(leaf, index)];
	if (!item)
		return NULL;
	rcu_assign_pointer(leaf->slots[slot_of(leaf, index)], NULL);
	if (unlikely(!--leaf->count))
		prune_path(tree, index);
	lower(tree);
	return item;
}

/* The first index after all that are below the same slot of @node as @index. */
static u64 next_slot(const struct node *node, u64 index)
{
	return ((index >> node->shift) + 1) << node->shift;
}

void *radix_tree_next(const struct radix_tree *tree, u64 *index)
{
	void *entry = tree->root;
	struct node *path[LEVELS_MAX], *node;
	unsigned int levels = 0;
	u64 at = *index;

	if (!is_node(entry))
		return at ? NULL : entry;
	if (at > index_max(to_node(entry)->shift))
		return NULL;
	path[levels++] = to_node(entry);
	while (levels) {
		node = path[levels - 1];
		entry = node->slots[slot_of(node, at)];
		if (entry && !is_node(entry))
			break;
		if (entry) {
			path[levels++] = to_node(entry);
			continue;
		}
		/* On to the next slot; behind the last, up again. */
		at = next_slot(node, at);
		while (levels && !slot_of(path[levels - 1], at))
			levels--;
	}
	*index = at;
	return levels ? entry : NULL;
}
