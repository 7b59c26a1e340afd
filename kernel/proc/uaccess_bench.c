// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies from and to user memory that is there.
 */
#include <asm/irqflags.h>
#include <exo/bench.h>
#include <exo/string.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "ring3.h"

static struct ring3 owner;
static u8 buffer[PAGE_SIZE];

static void use(struct mm *mm)
{
	unsigned long flags = irq_save();

	mm_switch(mm);
	irq_restore(flags);
}

/* A string of @size bytes is in the page too. */
static int create(unsigned long size)
{
	if (!ring3_create(&owner))
		return -ENOMEM;
	memset(ring3_data(&owner), 'x', size);
	use(&owner.mm);
	return 0;
}

static void destroy(void)
{
	mm_leave(&owner.mm);
	ring3_destroy(&owner);
}

BENCH(uaccess, copy_from, BENCH_SIZES(16, 144, 4096), .batch = 16,
      .setup = create, .teardown = destroy)
{
	bench_keep(user_copy_from(buffer, (void *)RING3_DATA, size));
}

BENCH(uaccess, copy_to, BENCH_SIZES(16, 144, 4096), .batch = 16,
      .setup = create, .teardown = destroy)
{
	bench_keep(user_copy_to((void *)RING3_DATA, buffer, size));
}

BENCH(uaccess, string_copy, BENCH_SIZES(3, 20), .batch = 16, .setup = create,
      .teardown = destroy)
{
	bench_keep(user_string_copy((char *)buffer, (char *)RING3_DATA,
				    sizeof(buffer)));
}

BENCH(uaccess, get, .batch = 16, .setup = create, .teardown = destroy)
{
	u32 value;

	bench_keep(user_get(value, (u32 *)RING3_DATA));
	bench_keep(value);
}
