// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>
#include <uapi/random.h>
#include <uapi/unistd.h>

#include "ring3.h"
#include "ring3_programs.h"

static s64 getrandom(struct ring3 *ring3, u64 buffer, u64 size, u64 flags)
{
	ring3->start.rax = __NR_getrandom;
	ring3->start.rdi = buffer;
	ring3->start.rsi = size;
	ring3->start.rdx = flags;
	ring3_run(ring3, ring3_syscall);
	return (s64)ring3->end.rax;
}

KTEST(getrandom, buffer_is_filled_as_far_as_it_is_there)
{
	struct ring3 ring3;
	u64 *data;

	KTEST_ASSERT(t, ring3_create(&ring3));
	data = ring3_data(&ring3);
	KTEST_EXPECT_EQ(t, getrandom(&ring3, RING3_DATA, 1000, GRND_INSECURE),
			1000);
	KTEST_EXPECT_NE(t, data[0], data[1]);
	KTEST_EXPECT_NE(t, data[124], 0);
	KTEST_EXPECT_EQ(t, data[125], 0);
	KTEST_EXPECT_EQ(t, getrandom(&ring3, RING3_DATA, 0, GRND_INSECURE), 0);
	KTEST_EXPECT_EQ(
		t, getrandom(&ring3, RING3_DATA_END - 300, 1000, GRND_INSECURE),
		300);
	ring3_destroy(&ring3);
}

KTEST(getrandom, bad_arguments_are_errors)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	KTEST_EXPECT_EQ(t, getrandom(&ring3, RING3_DATA, 1, 8), -EINVAL);
	KTEST_EXPECT_EQ(t,
			getrandom(&ring3, RING3_DATA, 1,
				  GRND_RANDOM | GRND_INSECURE),
			-EINVAL);
	KTEST_EXPECT_EQ(t, getrandom(&ring3, RING3_CONSTANT, 8, GRND_INSECURE),
			-EFAULT);
	KTEST_EXPECT_EQ(t, getrandom(&ring3, ~0UL - 3, 8, GRND_INSECURE),
			-EFAULT);
	ring3_destroy(&ring3);
}
