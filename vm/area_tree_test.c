// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/vm_area.h>

enum {
	UNITS = 600, /* pages of the small world of the random test */
	STEPS = 6000,
	GUARD_UNITS = 8, /* how far apart guards are tried; see unit() */
};

static struct vm_area areas[UNITS];
static struct vm_area *model[UNITS]; /* by page: what is there */
static struct area_tree tree;
static u64 random_state;

static unsigned int random_below(unsigned int limit)
{
	random_state =
		random_state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned int)(random_state >> 33) % limit;
}

/* One unit is an eighth of the guard gap, so that it is GUARD_UNITS. */
static unsigned long unit(unsigned long n)
{
	return (n + GUARD_UNITS) * (VM_GUARD_GAP / GUARD_UNITS);
}

static void add(unsigned int first, unsigned int count, u32 flags)
{
	struct vm_area *area = &areas[first];

	area->start = unit(first);
	area->end = unit(first + count);
	area->flags = flags;
	area_insert(&tree, area);
	for (unsigned int i = first; i < first + count; i++)
		model[i] = area;
}

static void take(struct vm_area *area)
{
	for (unsigned int i = 0; i < UNITS; i++)
		if (model[i] == area)
			model[i] = NULL;
	area_remove(&tree, area);
}

static void resize(struct vm_area *area, unsigned long start, unsigned long end)
{
	area->start = start;
	area->end = end;
	area_resized(area);
}

/* As who splits and joins areas does it. */
static void split(struct vm_area *area, unsigned int at)
{
	struct vm_area *upper = &areas[at];

	upper->end = area->end;
	upper->flags = 0;
	upper->start = unit(at);
	area->end = unit(at);
	area_insert(&tree, upper);
	area_resized(area);
	for (unsigned int i = at; i < UNITS && model[i] == area; i++)
		model[i] = upper;
}

static void join(struct vm_area *lower, struct vm_area *upper)
{
	for (unsigned int i = 0; i < UNITS; i++)
		if (model[i] == upper)
			model[i] = lower;
	lower->end = upper->end;
	area_remove(&tree, upper);
	area_resized(lower);
}

static bool range_free(unsigned int first, unsigned int count)
{
	for (unsigned int i = first; i < first + count; i++)
		if (model[i])
			return false;
	return true;
}

/* Whether a new area may be there: guards of others count. */
static bool range_usable(unsigned int first, unsigned int count)
{
	unsigned int last = first + count + GUARD_UNITS;

	if (!range_free(first, count))
		return false;
	for (unsigned int i = first + count; i < min(last, (unsigned)UNITS);
	     i++)
		if (model[i] && model[i]->start == unit(i) &&
		    model[i]->flags & VM_GROWS_DOWN)
			return false;
	return true;
}

static unsigned long model_gap(unsigned int count, unsigned int low,
			       unsigned int high)
{
	for (unsigned int first = high - min(count, high); count <= high;
	     first--) {
		if (first < low)
			break;
		if (range_usable(first, count))
			return unit(first);
		if (!first)
			break;
	}
	return 0;
}

static unsigned int wrong_find(void)
{
	unsigned int at = random_below(UNITS), i = at;
	struct vm_area *found = area_find(&tree, unit(at) + 5);

	while (i < UNITS && !model[i])
		i++;
	return found != (i < UNITS ? model[i] : NULL);
}

static unsigned int wrong_gap(void)
{
	unsigned int low = random_below(UNITS);
	unsigned int high = low + random_below(UNITS - low + 1);
	unsigned int count = 1 + random_below(random_below(2) ? 4 : 60);

	return area_gap(&tree, unit(count) - unit(0), unit(low), unit(high)) !=
	       model_gap(count, low, high);
}

static void change(void)
{
	unsigned int first = random_below(UNITS);
	unsigned int count = 1 + random_below(6);

	if (model[first] && first && model[first] == model[first - 1])
		split(model[first], first);
	else if (model[first] && first && model[first - 1] &&
		 !(model[first]->flags & VM_GROWS_DOWN))
		join(model[first - 1], model[first]);
	else if (model[first])
		take(model[first]);
	else if (first + count <= UNITS && range_free(first, count))
		add(first, count, random_below(5) ? 0 : VM_GROWS_DOWN);
}

static void begin(void)
{
	area_tree_init(&tree);
	for (unsigned int i = 0; i < UNITS; i++)
		model[i] = NULL;
}

KTEST(area_tree, random_areas_and_gaps_agree_with_an_array)
{
	unsigned int wrong = 0;

	begin();
	random_state = 7;
	for (unsigned int i = 0; i < STEPS; i++) {
		change();
		wrong += wrong_find() + wrong_gap();
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_GT(t, tree.count, 50);
}

KTEST(area_tree, an_empty_tree_is_one_gap)
{
	begin();
	KTEST_EXPECT_EQ(t, area_gap(&tree, 100, 1000, 1100), 1000);
	KTEST_EXPECT_EQ(t, area_gap(&tree, 101, 1000, 1100), 0);
	KTEST_EXPECT(t, !area_find(&tree, 5) && !area_first(&tree));
}

KTEST(area_tree, the_last_area_found_is_found_again_and_forgotten_when_removed)
{
	begin();
	add(10, 5, 0);
	add(20, 5, 0);
	KTEST_EXPECT(t, area_find(&tree, unit(12)) == &areas[10]);
	KTEST_EXPECT(t, tree.hit == &areas[10]);
	take(&areas[10]);
	KTEST_EXPECT(t, area_find(&tree, unit(12)) == &areas[20]);
}

KTEST(area_tree, a_gap_search_follows_resized_areas)
{
	begin();
	add(10, 10, 0);
	add(30, 10, 0);
	resize(&areas[10], unit(5), unit(28));
	KTEST_EXPECT_EQ(t, area_gap(&tree, unit(2) - unit(0), 0, unit(40)),
			unit(28));
	KTEST_EXPECT_EQ(t, area_gap(&tree, unit(3) - unit(0), 0, unit(40)),
			unit(2));
	resize(&areas[10], unit(5), unit(20));
	KTEST_EXPECT_EQ(t, area_gap(&tree, unit(3) - unit(0), 0, unit(40)),
			unit(27));
}

KTEST(area_tree, neighbours_follow_by_address)
{
	begin();
	add(50, 1, 0);
	add(10, 1, 0);
	add(30, 1, 0);
	KTEST_EXPECT(t, area_first(&tree) == &areas[10]);
	KTEST_EXPECT(t, area_next(&areas[10]) == &areas[30]);
	KTEST_EXPECT(t, area_previous(&areas[50]) == &areas[30]);
	KTEST_EXPECT(t, !area_next(&areas[50]) && !area_previous(&areas[10]));
}

static struct vm_area copies[5];
static unsigned int nr_copies;

/* As many as @arg says. */
static struct vm_area *copy_some(const struct vm_area *area, void *arg)
{
	struct vm_area *copy = &copies[nr_copies];

	if (nr_copies == *(unsigned int *)arg)
		return NULL;
	nr_copies++;
	*copy = *area;
	return copy;
}

static bool is_copy(const struct vm_area *area)
{
	return area >= copies && area < copies + ARRAY_SIZE(copies);
}

KTEST(area_tree, a_copy_that_fails_leads_to_no_areas_of_the_other)
{
	begin();
	for (unsigned int i = 0; i < ARRAY_SIZE(copies); i++)
		add(2 * i, 1, 0);
	for (unsigned int most = 0; most <= ARRAY_SIZE(copies); most++) {
		struct area_tree to;
		struct vm_area *area;
		unsigned int found = 0;

		area_tree_init(&to);
		nr_copies = 0;
		KTEST_EXPECT_EQ(t,
				area_tree_clone(&to, &tree, copy_some, &most),
				most == ARRAY_SIZE(copies));
		for (area = area_first(&to); area; area = area_next(area)) {
			KTEST_ASSERT(t, is_copy(area));
			found++;
		}
		KTEST_EXPECT_LE(t, found, most);
	}
}
