// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces that fork, write, unmap, protect and move at random, memory
 * running out now and then, against arrays of what each page shows. What a
 * processor would do with the tables is done here in C.
 */
#include "../../../arch/x86_64/mm/user_internal.h"

#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

#include "machine_memory.h"

enum {
	SPACES = 4,
	PAGES = 4 * 512, /* four tables, on both sides of a 1 GB boundary */
	STEPS = 20000,
	USED = 40, /* pages of each table at most, around its middle */
};

#define BASE ((1UL << 30) - PAGES / 2 * PAGE_SIZE)

struct space {
	bool alive;
	struct mm mm;
	u32 shows[PAGES]; /* 0: nothing */
	bool writable[PAGES]; /* by mprotect(2) */
};

static struct space spaces[SPACES];
static u64 random_state;
static u32 next_value;

static unsigned int random_below(unsigned int limit)
{
	random_state =
		random_state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned int)(random_state >> 33) % limit;
}

static unsigned int random_page(void)
{
	return random_below(PAGES / 512) * 512 + 256 - USED / 2 +
	       random_below(USED);
}

static unsigned long address(unsigned int page)
{
	return BASE + page * PAGE_SIZE;
}

/* What a processor finds by the tables; NULL: it faults. */
static u32 *translate(const struct space *space, unsigned int page, bool write)
{
	const unsigned long virt = address(page);
	u64 *table = phys_to_virt(space->mm.root);

	for (unsigned int level = PAGE_LEVEL_TOP;; level--) {
		u64 value = table[page_table_index(virt, level)];

		if (!(value & PTE_PRESENT) || !(value & PTE_USER) ||
		    (write && !(value & PTE_WRITABLE)))
			return NULL;
		table = phys_to_virt(value & PTE_ADDRESS);
		if (level == PAGE_LEVEL_4K)
			return (u32 *)table;
	}
}

/* As the fault handler of a private mapping does. 0 or -ENOMEM. */
static int fault(struct space *space, unsigned int page)
{
	struct frame *old, *new;
	int error =
		user_page_write(&space->mm, address(page), PAGE_WRITE, &old);

	if (error == 0 || error == -ENOMEM)
		return error;
	new = frame_alloc(FRAME_ZERO);
	if (error == -EBUSY) {
		if (new)
			memcpy(frame_to_virt(new), frame_to_virt(old),
			       PAGE_SIZE);
		error = new ? user_page_replace(&space->mm, address(page), old,
						new, PAGE_WRITE)
			    : -ENOMEM;
		frame_put(old);
	} else {
		error = new ? user_page_add(&space->mm, address(page), new,
					    PAGE_WRITE)
			    : -ENOMEM;
	}
	if (error && new)
		frame_free(new);
	return error;
}

static unsigned int write_page(struct space *space)
{
	unsigned int page = random_page();
	u32 *bytes = translate(space, page, true);
	int error;

	if (bytes && !space->writable[page])
		return 1;
	if (!space->writable[page])
		return 0;
	error = bytes ? 0 : fault(space, page);
	if (error)
		return error != -ENOMEM;
	bytes = translate(space, page, true);
	if (!bytes || *bytes != space->shows[page])
		return 1;
	*bytes = ++next_value;
	space->shows[page] = next_value;
	return 0;
}

static unsigned int count_wrong(const struct space *space)
{
	unsigned int wrong = 0, resident = 0;

	for (unsigned int page = 0; page < PAGES; page++) {
		u32 *bytes = translate(space, page, false);

		resident += bytes != NULL;
		wrong += space->shows[page] != (bytes ? *bytes : 0);
	}
	return wrong + (resident != space->mm.resident);
}

static int unmap(struct space *space, unsigned int first, unsigned int count,
		 bool whole)
{
	const struct user_range range = {
		.start = address(first),
		.end = address(first + count),
		.floor = whole ? 0 : address(first),
		.ceiling = whole ? USER_END : address(first + count),
	};
	struct tlb_gather gather;
	int error;

	tlb_gather_begin(&gather, &space->mm);
	error = user_pages_unmap(&gather, &range);
	tlb_gather_end(&gather);
	return error;
}

static unsigned int unmap_some(struct space *space)
{
	unsigned int first = random_page();
	unsigned int count = 1 + random_below(random_below(3) ? 8 : 1000);
	int error;

	count = min(count, PAGES - first);
	error = unmap(space, first, count, false);
	if (error)
		return error != -ENOMEM;
	memset(&space->shows[first], 0, count * sizeof(u32));
	return 0;
}

static unsigned int protect_some(struct space *space)
{
	unsigned int first = random_page();
	unsigned int count = 1 + random_below(30);
	bool writable = random_below(2);
	int error;

	count = min(count, PAGES - first);
	error = user_pages_protect(&space->mm, address(first),
				   address(first + count),
				   writable ? PAGE_WRITE : PAGE_READ);
	if (error)
		return error != -ENOMEM;
	for (unsigned int i = 0; i < count; i++)
		space->writable[first + i] = writable;
	return 0;
}

/* To the first pages of a table, which nothing else uses, and back. */
static unsigned int move_some(struct space *space)
{
	unsigned int from = random_page(), to = random_below(4) * 512;
	unsigned int count = 1 + random_below(8);
	int error = user_pages_move(&space->mm, address(from), address(to),
				    count * PAGE_SIZE);

	if (error)
		return error != -ENOMEM;
	for (unsigned int i = 0; i < count; i++)
		if (translate(space, from + i, false))
			return 1;
	machine_frames_limit(-1);
	return user_pages_move(&space->mm, address(to), address(from),
			       count * PAGE_SIZE) != 0;
}

static void end_space(struct space *space)
{
	unmap(space, 0, PAGES, true);
	page_root_destroy(&space->mm);
	space->alive = false;
}

static unsigned int fork(struct space *parent)
{
	struct space *child = spaces;
	int error = 0;

	while (child < spaces + SPACES && child->alive)
		child++;
	if (child == spaces + SPACES || page_root_create(&child->mm))
		return 0;
	/* As areas that lie in the same table make it: again and again. */
	for (unsigned int i = 0; i < PAGES && !error; i += USED)
		error = user_pages_share(
			&parent->mm, &child->mm, address(i),
			address(min(i + USED, (unsigned)PAGES)));
	if (error) {
		end_space(child);
		return error != -ENOMEM;
	}
	memcpy(child->shows, parent->shows, sizeof(child->shows));
	memcpy(child->writable, parent->writable, sizeof(child->writable));
	child->alive = true;
	return count_wrong(child);
}

static unsigned int step(struct space *space)
{
	switch (random_below(20)) {
	case 0:
		return fork(space);
	case 1:
		if (random_below(3) == 0 && space != spaces)
			end_space(space);
		return 0;
	case 2:
		return unmap_some(space);
	case 3:
		return protect_some(space);
	case 4:
		return move_some(space);
	default:
		return write_page(space);
	}
}

static void begin(void)
{
	machine_reset();
	page_table_use_frames();
	page_bits_supported = ~0UL;
	kernel_mm.root = frame_to_phys(frame_alloc_zeroed());
	kernel_top_complete = false;
	memset(spaces, 0, sizeof(spaces));
	if (page_root_create(&spaces[0].mm))
		panic("no address space");
	spaces[0].alive = true;
	for (unsigned int i = 0; i < PAGES; i++)
		spaces[0].writable[i] = true;
}

KTEST(user_pages_random, address_spaces_that_fork_agree_with_arrays)
{
	unsigned int wrong = 0, frames;

	begin();
	frames = machine_frames_used();
	random_state = 1;
	for (unsigned int i = 0; i < STEPS && !wrong; i++) {
		struct space *space = &spaces[random_below(SPACES)];

		if (!space->alive)
			continue;
		machine_frames_limit(random_below(4) ? -1
						     : (int)random_below(3));
		wrong += step(space);
		machine_frames_limit(-1);
		for (unsigned int s = 0; i % 16 == 0 && s < SPACES; s++)
			wrong += spaces[s].alive ? count_wrong(&spaces[s]) : 0;
		if (wrong)
			KTEST_EXPECT_EQ(t, i, ~0U);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	for (unsigned int s = 0; s < SPACES; s++)
		if (spaces[s].alive)
			end_space(&spaces[s]);
	KTEST_EXPECT_EQ(t, machine_frames_used() + 1, frames);
}
