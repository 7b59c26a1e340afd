// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a new address space has what, from the top:
 *
 *	USER_END
 *	    up to 16 GB, random
 *	stack, grows down
 *	    as far as it may grow, 128 MB at least, and up to 1 TB, random
 *	a gap, and the vDSO at its lower end
 *	mappings, one below the other
 *	    ...
 *	heap, grows up
 *	    up to 32 MB, random
 *	program that can be put anywhere: from two thirds of it all, random
 *
 * as Linux has it. A program that cannot be put anywhere is where it wants to
 * be, with its heap behind it.
 */
#include <asm/memlayout.h>
#include <exo/boot_option.h>

#include "exec.h"
#include "exec_random.h"

enum {
	/* Random bits of a number of pages. */
	STACK_BITS = 22,
	MAP_BITS = 28,
	BREAK_BITS = 13,
};

#define STACK_ROOM_MIN (128UL << 20)
#define STACK_ROOM_MAX (USER_END / 6 * 5)
#define GUARD_SIZE     (1UL << 20)
#define PROGRAM_BASE   (USER_END / 3 * 2)

static bool random_addresses = true;

static int parse_norandmaps(const char *value)
{
	(void)value;
	random_addresses = false;
	return 0;
}
BOOT_OPTION("norandmaps", parse_norandmaps,
	    "programs get the same addresses at every run");

static unsigned long random_pages(unsigned int bits)
{
	u64 number;

	if (!random_addresses)
		return 0;
	exec_random_bytes(&number, sizeof(number));
	return (number & (BIT(bits) - 1)) << PAGE_SHIFT;
}

void exec_choose_layout(struct exec_layout *layout, u64 stack_max)
{
	const u64 room =
		min(max(stack_max, (u64)STACK_ROOM_MIN), (u64)STACK_ROOM_MAX);

	layout->stack_end = USER_END - random_pages(STACK_BITS);
	layout->map_top = USER_END - (BIT(STACK_BITS) << PAGE_SHIFT) -
			  GUARD_SIZE - ALIGN_UP(room, PAGE_SIZE) -
			  random_pages(MAP_BITS);
	layout->program =
		ALIGN_DOWN(PROGRAM_BASE, PAGE_SIZE) + random_pages(MAP_BITS);
	layout->break_gap = random_pages(BREAK_BITS);
}
