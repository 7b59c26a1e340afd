// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random changes to page tables, some with memory running out at a random
 * step, against an array of what each page shows.
 */
#include "../../../arch/x86_64/mm/internal.h"

#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "machine_memory.h"

enum {
	PAGES = 8 * 512, /* 16 MB on both sides of a 1 GB boundary */
	STEPS = 3000,
};

#define BASE ((1UL << 30) - PAGES / 2 * PAGE_SIZE)

static struct mm mm;
static u64 model[PAGES]; /* as shows() says */
static u64 random_state;

static unsigned int random_below(unsigned int limit)
{
	random_state =
		random_state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned int)(random_state >> 33) % limit;
}

static u64 shows(paddr_t phys, unsigned int prot)
{
	return phys | 0x800 | prot;
}

static unsigned int count_wrong(void)
{
	unsigned int wrong = 0;

	for (unsigned long i = 0; i < PAGES; i++) {
		struct page_mapping mapping;
		bool there = page_query(&mm, BASE + i * PAGE_SIZE, &mapping);

		wrong += model[i] !=
			 (there ? shows(mapping.phys, mapping.prot) : 0);
	}
	return wrong;
}

struct change {
	unsigned int first, count; /* pages */
	paddr_t phys;
	unsigned int prot;
};

/* Whole large pages often, and often physical addresses that fit them. */
static struct change change_make(void)
{
	struct change change;

	change.first = random_below(PAGES);
	if (random_below(3) == 0)
		change.first = ALIGN_DOWN(change.first, 512U);
	change.count = 1 + random_below(random_below(2) ? 2048 : 20);
	change.count = min(change.count, PAGES - change.first);
	change.phys = random_below(2) ? BASE + change.first * PAGE_SIZE
				      : random_below(1 << 20) * PAGE_SIZE;
	change.prot = random_below(8); /* write, execute, user */
	return change;
}

static bool any_shown(const struct change *change, bool shown)
{
	for (unsigned int i = 0; i < change->count; i++)
		if (!!model[change->first + i] == shown)
			return true;
	return false;
}

static void model_map(const struct change *change)
{
	for (unsigned int i = 0; i < change->count; i++)
		model[change->first + i] =
			shows(change->phys + i * PAGE_SIZE, change->prot);
}

static void model_protect(const struct change *change)
{
	for (unsigned int i = 0; i < change->count; i++)
		model[change->first + i] = (model[change->first + i] & ~7UL) |
					   change->prot;
}

/* One change of each kind. Returns whether the result was a wrong one. */
static bool try_map(const struct change *change, unsigned long virt)
{
	int error = page_map(&mm, virt, change->phys, change->count * PAGE_SIZE,
			     change->prot);

	if (!error && !any_shown(change, true)) {
		model_map(change);
		return false;
	}
	return error == -EEXIST ? !any_shown(change, true) : error != -ENOMEM;
}

static bool try_unmap(const struct change *change, unsigned long virt)
{
	int error = page_unmap(&mm, virt, change->count * PAGE_SIZE);

	if (!error)
		memset(&model[change->first], 0,
		       change->count * sizeof(model[0]));
	return error && error != -ENOMEM;
}

static bool try_protect(const struct change *change, unsigned long virt)
{
	int error = page_protect(&mm, virt, change->count * PAGE_SIZE,
				 change->prot);

	if (error == -EFAULT)
		return !any_shown(change, false);
	if (!error)
		model_protect(change);
	return error && error != -ENOMEM;
}

static bool step(void)
{
	const struct change change = change_make();
	const unsigned long virt = BASE + change.first * PAGE_SIZE;
	const bool starve = random_below(4) == 0;
	bool wrong;

	machine_frames_limit(starve ? (int)random_below(4) : -1);
	switch (random_below(4)) {
	case 0:
	case 1:
		wrong = try_map(&change, virt);
		break;
	case 2:
		wrong = try_protect(&change, virt);
		break;
	default:
		wrong = try_unmap(&change, virt);
	}
	machine_frames_limit(-1);
	return wrong;
}

KTEST(page_table_random, tables_show_what_was_asked_for)
{
	unsigned int wrong = 0, before;

	machine_reset();
	page_table_use_frames();
	page_bits_supported = ~0UL;
	kernel_mm.root = frame_to_phys(frame_alloc_zeroed());
	kernel_top_complete = false;
	KTEST_ASSERT_EQ(t, page_root_create(&mm), 0);
	before = machine_frames_used();
	memset(model, 0, sizeof(model));
	random_state = 1;
	for (unsigned int i = 0; i < STEPS; i++) {
		wrong += step();
		if (i % 8 == 0)
			wrong += count_wrong();
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, BASE, PAGES * PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, machine_frames_used(), before);
}
