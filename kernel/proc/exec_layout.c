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
#include <exo/process.h>
#include <uapi/personality.h>

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

/* A set-id program is not to be told where it will be. */
static bool is_random(const struct exec *exec)
{
	const u32 persona = current_process->personality;

	return random_addresses &&
	       (exec->secure || !(persona & ADDR_NO_RANDOMIZE));
}

/* A number of pages, in bytes. */
static unsigned long random_pages(u32 number, unsigned int bits)
{
	return (number & (BIT(bits) - 1)) << PAGE_SHIFT;
}

void exec_choose_layout(struct exec *exec, u64 stack_max)
{
	struct exec_layout *layout = &exec->layout;
	const u64 room =
		min(max(stack_max, (u64)STACK_ROOM_MIN), (u64)STACK_ROOM_MAX);

	layout->stack_end = USER_END;
	layout->map_top = USER_END - (BIT(STACK_BITS) << PAGE_SHIFT) -
			  GUARD_SIZE - ALIGN_UP(room, PAGE_SIZE);
	layout->program = ALIGN_DOWN(PROGRAM_BASE, PAGE_SIZE);
	layout->break_gap = 0;
	exec_random_bytes(&exec->random, sizeof(exec->random));
	if (!is_random(exec))
		return;
	layout->stack_end -= random_pages(exec->random.stack, STACK_BITS);
	layout->map_top -= random_pages(exec->random.map, MAP_BITS);
	layout->program += random_pages(exec->random.program, MAP_BITS);
	layout->break_gap = random_pages(exec->random.heap, BREAK_BITS);
}
