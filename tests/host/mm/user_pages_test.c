// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pages of address spaces that share tables, one rule at a time.
 */
#include "../../../arch/x86_64/mm/user_internal.h"

#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

#include "machine_memory.h"

#define MB    (1UL << 20)
#define PLACE (64 * MB)

static struct mm parent, child;
static unsigned int frames_before;

static void begin(void)
{
	machine_reset();
	page_table_use_frames();
	page_bits_supported = ~0UL;
	kernel_mm.root = frame_to_phys(frame_alloc_zeroed());
	kernel_top_complete = false;
	if (page_root_create(&parent))
		panic("no address space");
	frames_before = machine_frames_used();
}

static struct frame *add(struct mm *mm, unsigned long virt, unsigned int prot)
{
	struct frame *frame = frame_alloc(FRAME_ZERO);

	return user_page_add(mm, virt, frame, prot) ? NULL : frame;
}

static int share(void)
{
	if (page_root_create(&child))
		return -ENOMEM;
	return user_pages_share(&parent, &child, PLACE, PLACE + 64 * MB);
}

static int unmap(struct mm *mm, unsigned long start, unsigned long end,
		 bool alone)
{
	const struct user_range range = {start, end, alone ? 0 : start,
					 alone ? USER_END : end};
	struct tlb_gather gather;
	int error;

	tlb_gather_begin(&gather, mm);
	error = user_pages_unmap(&gather, &range);
	tlb_gather_end(&gather);
	return error;
}

static void end(struct mm *mm)
{
	unmap(mm, PLACE, PLACE + 64 * MB, true);
	page_root_destroy(mm);
}

/* The protection at @virt, or -1; what the slot forbids is not looked at. */
static int prot_at(struct mm *mm, unsigned long virt)
{
	struct page_mapping mapping;

	return page_query(mm, virt, &mapping) ? (int)mapping.prot : -1;
}

static bool table_is_own(struct mm *mm)
{
	u64 *slot = slot_find(mm, PLACE);

	return slot && slot_own(*slot);
}

KTEST(user_pages, a_page_is_added_once)
{
	struct frame *other;

	begin();
	KTEST_EXPECT(t, add(&parent, PLACE, PAGE_WRITE) != NULL);
	other = frame_alloc(FRAME_ZERO);
	KTEST_EXPECT_EQ(t, user_page_add(&parent, PLACE, other, 0), -EEXIST);
	frame_free(other);
	KTEST_EXPECT_EQ(t, parent.resident, 1);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER | PAGE_WRITE);
	KTEST_EXPECT_EQ(t, unmap(&parent, PLACE, PLACE + PAGE_SIZE, false), 0);
	KTEST_EXPECT_EQ(t, machine_frames_used(), frames_before);
}

KTEST(user_pages, several_are_added_where_there_are_none)
{
	struct frame *frames[4];

	begin();
	for (int i = 0; i < 4; i++)
		frames[i] = i == 2 ? NULL : frame_alloc(FRAME_ZERO);
	user_pages_add(&parent, PLACE, frames, 4, 0);
	KTEST_EXPECT_EQ(t, parent.resident, 0); /* there is no table */
	KTEST_EXPECT(t, add(&parent, PLACE + PAGE_SIZE, PAGE_WRITE) != NULL);
	user_pages_add(&parent, PLACE, frames, 4, 0);
	KTEST_EXPECT_EQ(t, parent.resident, 3);
	KTEST_EXPECT_EQ(t, frames[0]->refs, 2);
	KTEST_EXPECT_EQ(t, frames[1]->refs, 1);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE + PAGE_SIZE),
			PAGE_USER | PAGE_WRITE);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE + 2 * PAGE_SIZE), -1);
	KTEST_EXPECT_EQ(t, unmap(&parent, PLACE, PLACE + 4 * PAGE_SIZE, false),
			0);
	KTEST_EXPECT_EQ(t, parent.resident, 0);
	for (int i = 0; i < 4; i++)
		if (frames[i])
			frame_free(frames[i]);
	KTEST_EXPECT_EQ(t, machine_frames_used(), frames_before);
}

/* Wherever they came from: one by one, many at once, or from another table. */
KTEST(user_pages, pages_far_apart_in_a_table_are_copied_and_freed)
{
	const unsigned long last = PLACE + 511 * PAGE_SIZE;
	const unsigned long many = PLACE + 100 * PAGE_SIZE;
	struct frame *frames[20];

	begin();
	KTEST_EXPECT(t, add(&parent, last, PAGE_WRITE) != NULL);
	for (int i = 0; i < 20; i++)
		frames[i] = frame_alloc(FRAME_ZERO);
	user_pages_add(&parent, many, frames, 20, 0);
	KTEST_ASSERT_EQ(t, share(), 0);
	/* The parent's table is a copy from here on. */
	KTEST_EXPECT(t, add(&parent, PLACE, PAGE_WRITE) != NULL);
	KTEST_EXPECT_EQ(t, parent.resident, 22);
	KTEST_EXPECT_EQ(t, child.resident, 21);
	KTEST_EXPECT_EQ(t, frames[0]->refs, 3);
	KTEST_EXPECT_EQ(t, frames[19]->refs, 3);
	KTEST_EXPECT_EQ(t, prot_at(&parent, last), PAGE_USER);
	end(&child);
	KTEST_EXPECT_EQ(t, frames[19]->refs, 2);
	unmap(&parent, PLACE, PLACE + 64 * MB, true);
	KTEST_EXPECT_EQ(t, parent.resident, 0);
	for (int i = 0; i < 20; i++) {
		KTEST_EXPECT_EQ(t, frames[i]->refs, 1);
		frame_free(frames[i]);
	}
	KTEST_EXPECT_EQ(t, machine_frames_used(), frames_before);
}

KTEST(user_pages, without_memory_for_tables_nothing_is_added)
{
	begin();
	for (int limit = 0; limit < 3; limit++) {
		struct frame *frame = frame_alloc(FRAME_ZERO);

		machine_frames_limit(limit);
		KTEST_EXPECT_EQ(t, user_page_add(&parent, PLACE, frame, 0),
				-ENOMEM);
		machine_frames_limit(-1);
		frame_free(frame);
		KTEST_EXPECT_EQ(t, machine_frames_used(), frames_before);
	}
	KTEST_EXPECT_EQ(t, parent.resident, 0);
}

KTEST(user_pages, a_fork_takes_tables_for_the_upper_levels_only)
{
	unsigned int before;

	begin();
	for (unsigned long i = 0; i < 20; i++)
		add(&parent, PLACE + i * MB, PAGE_WRITE);
	before = machine_frames_used();
	KTEST_ASSERT_EQ(t, share(), 0);
	KTEST_EXPECT_EQ(t, machine_frames_used(), before + 3);
	KTEST_EXPECT_EQ(t, child.resident, 20);
	KTEST_EXPECT(t, !table_is_own(&parent) && !table_is_own(&child));
	end(&child);
	KTEST_EXPECT_EQ(t, machine_frames_used(), before);
	end(&parent);
}

KTEST(user_pages, who_writes_first_copies_table_and_page)
{
	struct frame *old = NULL, *shown;

	begin();
	shown = add(&parent, PLACE, PAGE_WRITE);
	KTEST_ASSERT_EQ(t, share(), 0);
	KTEST_ASSERT_EQ(t, user_page_write(&child, PLACE, 0, &old), -EBUSY);
	KTEST_EXPECT(t, old == shown && table_is_own(&child));
	frame_put(old);
	KTEST_EXPECT_EQ(t, prot_at(&child, PLACE), PAGE_USER);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER);
	end(&child);
	end(&parent);
}

KTEST(user_pages, the_last_one_gets_table_and_page_back)
{
	struct frame *old;

	begin();
	add(&parent, PLACE, PAGE_WRITE);
	KTEST_ASSERT_EQ(t, share(), 0);
	end(&child);
	machine_frames_limit(0);
	KTEST_EXPECT_EQ(t, user_page_write(&parent, PLACE, 0, &old), 0);
	machine_frames_limit(-1);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER | PAGE_WRITE);
	KTEST_EXPECT(t, table_is_own(&parent));
	end(&parent);
}

KTEST(user_pages, a_page_of_a_shared_mapping_is_never_copied)
{
	struct frame *old;

	begin();
	add(&parent, PLACE, PAGE_WRITE | USER_PAGE_SHARED);
	KTEST_ASSERT_EQ(t, share(), 0);
	KTEST_EXPECT_EQ(
		t, user_page_write(&child, PLACE, USER_PAGE_SHARED, &old), 0);
	KTEST_EXPECT_EQ(t, prot_at(&child, PLACE), PAGE_USER | PAGE_WRITE);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER | PAGE_WRITE);
	end(&child);
	end(&parent);
}

KTEST(user_pages, unmapping_part_of_a_shared_table_needs_a_copy)
{
	begin();
	add(&parent, PLACE, PAGE_WRITE);
	add(&parent, PLACE + PAGE_SIZE, PAGE_WRITE);
	KTEST_ASSERT_EQ(t, share(), 0);
	machine_frames_limit(0);
	KTEST_EXPECT_EQ(t, unmap(&child, PLACE, PLACE + PAGE_SIZE, false),
			-ENOMEM);
	KTEST_EXPECT_EQ(t, child.resident, 2);
	KTEST_EXPECT_EQ(t, unmap(&child, PLACE, PLACE + PAGE_SIZE * 2, true),
			0);
	machine_frames_limit(-1);
	KTEST_EXPECT_EQ(t, child.resident, 0);
	KTEST_EXPECT_EQ(t, parent.resident, 2);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER | PAGE_WRITE);
	page_root_destroy(&child);
	end(&parent);
}

KTEST(user_pages, a_hidden_page_is_there_and_comes_back)
{
	struct frame *shown, *got;

	begin();
	shown = add(&parent, PLACE, PAGE_WRITE);
	KTEST_EXPECT_EQ(t,
			user_pages_protect(&parent, PLACE, PLACE + PAGE_SIZE,
					   USER_PAGE_HIDDEN),
			0);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), -1);
	got = user_page_get(&parent, PLACE);
	KTEST_ASSERT(t, got == shown);
	frame_put(got);
	KTEST_EXPECT_EQ(t,
			user_pages_protect(&parent, PLACE, PLACE + PAGE_SIZE,
					   PAGE_WRITE),
			0);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), PAGE_USER | PAGE_WRITE);
	end(&parent);
	KTEST_EXPECT_EQ(t, machine_frames_used() + 1, frames_before);
}

KTEST(user_pages, tables_are_flushed_where_they_were_taken_away)
{
	begin();
	add(&parent, PLACE, PAGE_WRITE);
	machine_flushed(0, 0);
	KTEST_EXPECT_EQ(t, unmap(&parent, PLACE, PLACE + PAGE_SIZE, false), 0);
	KTEST_EXPECT(t, machine_flushed(PLACE, PLACE + PAGE_SIZE));
	end(&parent);
}

/* More pages than a gather holds. */
KTEST(user_pages, a_move_takes_all_along)
{
	begin();
	for (unsigned long i = 0; i < 100; i++)
		add(&parent, PLACE + i * PAGE_SIZE, PAGE_WRITE);
	KTEST_EXPECT_EQ(t,
			user_pages_move(&parent, PLACE, PLACE + 31 * MB,
					100 * PAGE_SIZE),
			0);
	KTEST_EXPECT_EQ(t, parent.resident, 100);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE), -1);
	KTEST_EXPECT_EQ(t, prot_at(&parent, PLACE + 31 * MB + 99 * PAGE_SIZE),
			PAGE_USER | PAGE_WRITE);
	end(&parent);
	KTEST_EXPECT_EQ(t, machine_frames_used() + 1, frames_before);
}
