// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces that map, unmap, protect, move, forget, fork and touch at
 * random, against arrays of what each page is: the semantics of the manual pages
 * in their simplest form.
 */
#include "test_user.h"

enum {
	SPACES = 4,
	PAGES = 1200, /* three tables */
	STEPS = 4000,
	SHARED_PAGES = 64, /* of the object that all share, mapped at once */
	SHARED_AT = PAGES - SHARED_PAGES,
};

struct model_page {
	u8 prot; /* PROT_*, 0 for none and for nothing mapped */
	bool mapped;
	u8 value;
};

static struct space {
	struct vm *vm;
	struct model_page pages[SHARED_AT];
	bool sees_shared[SHARED_PAGES];
} spaces[SPACES];

static u8 shared[SHARED_PAGES];
static u64 random_state;

static unsigned int random_below(unsigned int limit)
{
	random_state =
		random_state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned int)(random_state >> 33) % limit;
}

static unsigned long page(unsigned long n)
{
	return TEST_PLACE + n * PAGE_SIZE;
}

struct range {
	unsigned int first, count;
};

static struct range random_range(void)
{
	struct range range = {.first = random_below(SHARED_AT)};

	range.count = 1 + random_below(random_below(3) ? 6 : 200);
	range.count = min(range.count, SHARED_AT - range.first);
	return range;
}

static u32 random_prot(void)
{
	const u32 choices[] = {PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE,
			       PROT_READ, PROT_NONE};

	return choices[random_below(ARRAY_SIZE(choices))];
}

static bool all_mapped(const struct space *space, struct range range)
{
	for (unsigned int i = 0; i < range.count; i++)
		if (!space->pages[range.first + i].mapped)
			return false;
	return true;
}

static unsigned int map(struct space *space)
{
	struct range range = random_range();
	u32 prot = random_prot();

	for (unsigned int i = 0; i < range.count; i++)
		space->pages[range.first + i] =
			(struct model_page){.prot = (u8)prot, .mapped = true};
	return user_map(space->vm, page(range.first), range.count * PAGE_SIZE,
			prot, MAP_FIXED) < 0;
}

static unsigned int unmap(struct space *space)
{
	struct range range = random_range();

	memset(&space->pages[range.first], 0,
	       range.count * sizeof(space->pages[0]));
	return vm_unmap(space->vm, page(range.first),
			range.count * PAGE_SIZE) != 0;
}

/* What lies before a hole is changed, as on Linux. */
static unsigned int protect(struct space *space)
{
	struct range range = random_range();
	struct model_page *at = &space->pages[range.first];
	u32 prot = random_prot();
	int expected = all_mapped(space, range) ? 0 : -ENOMEM;

	for (unsigned int i = 0; i < range.count && at->mapped; i++, at++)
		at->prot = (u8)prot;
	return vm_protect(space->vm, page(range.first), range.count * PAGE_SIZE,
			  prot) != expected;
}

static unsigned int forget(struct space *space)
{
	struct range range = random_range();
	int expected = all_mapped(space, range) ? 0 : -ENOMEM;

	for (unsigned int i = 0; i < range.count; i++)
		space->pages[range.first + i].value = 0;
	return vm_advise(space->vm, page(range.first), range.count * PAGE_SIZE,
			 MADV_DONTNEED) != expected;
}

/* A single page, so that it is in one area for sure. */
static unsigned int move(struct space *space)
{
	unsigned int from = random_below(SHARED_AT);
	unsigned int to = random_below(SHARED_AT);
	struct vm_move request = {page(from), PAGE_SIZE, PAGE_SIZE,
				  MREMAP_MAYMOVE | MREMAP_FIXED, page(to)};
	long expected = space->pages[from].mapped ? (long)page(to) : -EFAULT;

	if (from == to)
		return 0;
	if (expected > 0) {
		space->pages[to] = space->pages[from];
		space->pages[from] = (struct model_page){.mapped = false};
	}
	return vm_remap(space->vm, &request) != expected;
}

static unsigned int touch(struct space *space)
{
	unsigned int n = random_below(SHARED_AT);
	struct model_page *at = &space->pages[n];
	int expected = !at->mapped	       ? -EFAULT
		       : at->prot & PROT_WRITE ? 0
					       : -EACCES;
	u8 value = (u8)(1 + random_below(255));

	if (!expected)
		at->value = value;
	return user_write(space->vm, page(n), value) != expected;
}

static unsigned int look(struct space *space)
{
	unsigned int n = random_below(SHARED_AT);
	const struct model_page *at = &space->pages[n];
	int expected = !at->mapped ? -EFAULT : at->prot ? at->value : -EACCES;

	return user_byte(space->vm, page(n)) != expected;
}

static unsigned int touch_shared(struct space *space)
{
	unsigned int n = random_below(SHARED_PAGES);
	unsigned long at = page(SHARED_AT + n);

	if (!space->sees_shared[n])
		return user_byte(space->vm, at) != -EFAULT;
	if (random_below(40) == 0) {
		space->sees_shared[n] = false;
		return vm_unmap(space->vm, at, PAGE_SIZE) != 0;
	}
	if (random_below(2))
		return user_byte(space->vm, at) != shared[n];
	shared[n] = (u8)(1 + random_below(255));
	return user_write(space->vm, at, shared[n]) != 0;
}

static unsigned int fork(struct space *parent)
{
	struct space *child = &spaces[1 + random_below(SPACES - 1)];

	if (child == parent)
		return 0;
	vm_put(child->vm);
	*child = *parent;
	child->vm = vm_fork(parent->vm);
	return child->vm == NULL;
}

static unsigned int step(struct space *space)
{
	switch (random_below(24)) {
	case 0:
	case 1:
		return map(space);
	case 2:
		return unmap(space);
	case 3:
	case 4:
		return protect(space);
	case 5:
		return random_below(3) ? 0 : forget(space);
	case 6:
		return move(space);
	case 7:
		return random_below(3) ? 0 : fork(space);
	case 8 ... 11:
		return touch_shared(space);
	case 12 ... 15:
		return look(space);
	default:
		return touch(space);
	}
}

static unsigned int pages_wrong(struct space *space)
{
	unsigned int wrong = 0;

	for (unsigned int n = 0; n < SHARED_AT; n++) {
		const struct model_page *at = &space->pages[n];
		int expected = !at->mapped ? -EFAULT
			       : at->prot  ? at->value
					   : -EACCES;

		wrong += user_byte(space->vm, page(n)) != expected;
	}
	return wrong;
}

static bool begin(void)
{
	memset(spaces, 0, sizeof(spaces));
	memset(shared, 0, sizeof(shared));
	spaces[0].vm = vm_create();
	memset(spaces[0].sees_shared, true, SHARED_PAGES);
	return spaces[0].vm &&
	       user_map(spaces[0].vm, page(SHARED_AT), SHARED_PAGES * PAGE_SIZE,
			PROT_READ | PROT_WRITE, MAP_FIXED | MAP_SHARED) > 0;
}

KTEST(vm_random, address_spaces_agree_with_arrays)
{
	struct test_memory before;
	unsigned int wrong = 0, i;

	test_memory_look(&before);
	KTEST_ASSERT(t, begin());
	random_state = 3;
	for (i = 0; i < STEPS && !wrong; i++) {
		struct space *space = &spaces[random_below(SPACES)];

		wrong = space->vm ? step(space) : 0;
	}
	KTEST_EXPECT_EQ(t, i, STEPS);
	for (i = 0; i < SPACES; i++)
		wrong += spaces[i].vm ? pages_wrong(&spaces[i]) : 0;
	KTEST_EXPECT_EQ(t, wrong, 0);
	for (i = 0; i < SPACES; i++)
		vm_put(spaces[i].vm);
	test_memory_check(t, &before);
}
