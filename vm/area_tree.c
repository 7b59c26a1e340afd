// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree of areas. Each subtree knows the stretch it reaches over and the
 * largest gap in that:
 *
 *	tree_start                                   tree_end
 *	|[left subtree]  gap  [area]  gap  [right subtree]|
 *
 * so that a search for a gap looks into a subtree only if there is one, but for
 * subtrees that reach out of the range that is searched. Below what grows down
 * the guard gap counts as taken.
 *
 * Such a search is rare, for mostly one of the highest gaps will do, so a change
 * only says that all above it know no more: upward to the first that says so
 * already. A search makes good for all changes since the last.
 */
#include <exo/compiler.h>
#include <exo/vm_area.h>

enum {
	GAPS_TRIED = 4,
};

static __always_inline struct vm_area *area_of(const struct avl_node *node)
{
	return node ? avl_entry(node, struct vm_area, node) : NULL;
}

/* The lowest address that must not be given to others. */
static unsigned long area_low(const struct vm_area *area)
{
	const size_t guard = area->flags & VM_GROWS_DOWN ? VM_GUARD_GAP : 0;

	return area->start - min(area->start, guard);
}

/* The lowest address that @area or those right of it keep from others. */
static unsigned long right_low(const struct vm_area *area)
{
	const struct vm_area *right = area_of(area->node.child[1]);
	unsigned long low = area_low(area);

	return right ? min(low, right->tree_start) : low;
}

/* Bytes from @from to @to, 0 if that is lower. */
static size_t distance(unsigned long from, unsigned long to)
{
	return to > from ? to - from : 0;
}

/* The children are right. */
static void area_refresh(struct vm_area *area)
{
	const struct vm_area *left = area_of(area->node.child[0]);
	const struct vm_area *right = area_of(area->node.child[1]);

	area->tree_start = right_low(area);
	area->tree_end = right ? right->tree_end : area->end;
	area->tree_gap = 0;
	if (right)
		area->tree_gap = max(right->tree_gap,
				     distance(area->end, right->tree_start));
	if (left) {
		const size_t gap = distance(left->tree_end, area->tree_start);

		area->tree_gap = max(area->tree_gap, max(left->tree_gap, gap));
		area->tree_start = min(area->tree_start, left->tree_start);
	}
	area->stale = false;
}

static void refresh_below(struct avl_node *node)
{
	struct vm_area *area = area_of(node);

	if (!area || !area->stale)
		return;
	refresh_below(node->child[0]);
	refresh_below(node->child[1]);
	area_refresh(area);
}

/* Returns whether those above do not know yet. */
static bool area_update(struct avl_node *node)
{
	struct vm_area *area = area_of(node);
	const bool known = area->stale;

	area->stale = true;
	return !known;
}

void area_tree_init(struct area_tree *areas)
{
	*areas = (struct area_tree){.tree.update = area_update};
}

/* Between its neighbours. */
static void list_insert(struct vm_area *area, struct vm_area *previous,
			struct vm_area *next)
{
	area->previous = previous;
	area->next = next;
	if (previous)
		previous->next = area;
	if (next)
		next->previous = area;
}

static void list_remove(const struct vm_area *area)
{
	if (area->previous)
		area->previous->next = area->next;
	if (area->next)
		area->next->previous = area->previous;
}

/* The highest area that begins below @address, or NULL. */
static struct vm_area *highest_below(const struct area_tree *areas,
				     unsigned long address)
{
	struct vm_area *best = NULL, *at = area_of(areas->tree.top);

	while (at) {
		const bool right = at->start < address;

		best = right ? at : best;
		at = area_of(at->node.child[right]);
	}
	return best;
}

void area_insert(struct area_tree *areas, struct vm_area *area)
{
	area_insert_above(areas, highest_below(areas, area->start), area);
}

/* One of two neighbours has no child on the side of the other. */
void area_insert_above(struct area_tree *areas, struct vm_area *lower,
		       struct vm_area *area)
{
	struct vm_area *next = lower ? lower->next : area_first(areas);
	const bool right = lower && !lower->node.child[1];
	struct vm_area *parent = right ? lower : next;

	list_insert(area, lower, next);
	avl_insert(&areas->tree, &area->node, parent ? &parent->node : NULL,
		   right);
	areas->count++;
	areas->hit = area;
}

void area_remove(struct area_tree *areas, struct vm_area *area)
{
	list_remove(area);
	avl_remove(&areas->tree, &area->node);
	areas->count--;
	if (areas->hit == area)
		areas->hit = NULL;
}

void area_resized(struct vm_area *area)
{
	struct avl_node *node = &area->node;

	while (node && area_update(node))
		node = node->parent;
}

struct clone {
	struct vm_area *(*copy)(const struct vm_area *area, void *arg);
	void *arg;
	struct vm_area *last; /* that was made, by address */
};

/* The same shape, so nothing has to be balanced nor computed. */
static bool clone_below(struct clone *clone, struct avl_node *parent,
			struct avl_node **to, const struct avl_node *from)
{
	struct vm_area *area;

	if (!from)
		return true;
	area = clone->copy(area_of(from), clone->arg);
	if (!area)
		return false;
	area->node = (struct avl_node){
		.parent = parent,
		.height = from->height,
	};
	/* Not the neighbours of @from's, should a copy fail now. */
	list_insert(area, NULL, NULL);
	*to = &area->node;
	if (!clone_below(clone, *to, &area->node.child[0], from->child[0]))
		return false;
	list_insert(area, clone->last, NULL);
	clone->last = area;
	return clone_below(clone, *to, &area->node.child[1], from->child[1]);
}

bool area_tree_clone(struct area_tree *to, const struct area_tree *from,
		     struct vm_area *(*copy)(const struct vm_area *area,
					     void *arg),
		     void *arg)
{
	struct clone clone = {.copy = copy, .arg = arg};

	to->count = from->count;
	return clone_below(&clone, NULL, &to->tree.top, from->tree.top);
}

static void clear_below(struct avl_node *node,
			void (*release)(struct vm_area *area))
{
	if (!node)
		return;
	clear_below(node->child[0], release);
	clear_below(node->child[1], release);
	release(area_of(node));
}

void area_tree_clear(struct area_tree *areas,
		     void (*release)(struct vm_area *area))
{
	clear_below(areas->tree.top, release);
	area_tree_init(areas);
}

struct vm_area *area_find_slow(struct area_tree *areas, unsigned long address)
{
	struct vm_area *best = NULL, *at = area_of(areas->tree.top);

	while (at) {
		bool right = address >= at->end;

		if (!right)
			best = at;
		if (area_contains(at, address))
			break;
		at = area_of(at->node.child[right]);
	}
	if (best && area_contains(best, address))
		areas->hit = best;
	return best;
}

struct vm_area *area_first(const struct area_tree *areas)
{
	return area_of(avl_first(&areas->tree));
}

/* In the subtree and its surroundings, all of which lies in [@low, @high). */
static unsigned long gap_in(const struct vm_area *area, size_t size,
			    unsigned long low, unsigned long high)
{
	unsigned long found;
	size_t best;

	if (!area)
		return distance(low, high) >= size ? high - size : 0;
	best = max(area->tree_gap, max(distance(low, area->tree_start),
				       distance(area->tree_end, high)));
	if (best < size || distance(low, high) < size)
		return 0;
	found = gap_in(area_of(area->node.child[1]), size, max(low, area->end),
		       high);
	return found ? found
		     : gap_in(area_of(area->node.child[0]), size, low,
			      min(high, right_low(area)));
}

/*
 * Mostly it is one of the first gaps from above; these are looked at one by one,
 * all others by what the subtrees know.
 */
unsigned long area_gap(const struct area_tree *areas, size_t size,
		       unsigned long low, unsigned long high)
{
	const struct vm_area *below = highest_below(areas, high);
	const struct vm_area *above = below ? below->next : NULL;
	unsigned long end = high;

	for (; above && above->start - high < VM_GUARD_GAP; above = above->next)
		end = min(end, area_low(above));
	for (int i = 0; i < GAPS_TRIED && below && below->end > low; i++) {
		if (distance(below->end, end) >= size)
			return end - size;
		end = min(end, area_low(below));
		below = below->previous;
	}
	refresh_below(areas->tree.top);
	return gap_in(area_of(areas->tree.top), size, low, high);
}
