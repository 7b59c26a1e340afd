// SPDX-License-Identifier: GPL-2.0-only
/* The processor's own interrupts, raised by instructions. */
#include <asm/trap.h>
#include <exo/arch_entry.h>
#include <exo/ktest.h>
#include <exo/local_vector.h>
#include <exo/preempt.h>
#include <uapi/errno.h>

enum {
	VECTOR = LOCAL_VECTOR_FIRST /* of nobody else */
};

static unsigned int calls;
static bool was_in_interrupt;

static void note(void)
{
	calls++;
	was_in_interrupt = in_interrupt();
}

static const struct local_vector noted = {
	.label = "TST",
	.name = "test",
	.handle = note,
};

static u64 count_of(const struct local_vector *wanted)
{
	const struct local_vector *vector;
	u64 count;

	for (unsigned int i = 0; (vector = local_vector_number(i, &count)); i++)
		if (vector == wanted)
			return count;
	return ~0ULL;
}

KTEST(local_vector, handler_is_called_in_an_interrupt_and_counted)
{
	int err = local_vector_register(VECTOR, &noted);

	/* It stays: the test may run again. */
	KTEST_ASSERT(t, err == 0 || (err == -EBUSY && calls));
	calls = 0;
	KTEST_EXPECT_EQ(t, count_of(&noted) == ~0ULL, 0);
	__asm__ volatile("int %0" : : "i"(VECTOR) : "memory");
	KTEST_EXPECT_EQ(t, calls, 1);
	KTEST_EXPECT(t, was_in_interrupt);
	KTEST_EXPECT(t, !in_interrupt());
}

KTEST(local_vector, one_handler_a_vector_and_none_elsewhere)
{
	local_vector_register(VECTOR, &noted);
	KTEST_EXPECT_EQ(t, local_vector_register(VECTOR, &noted), -EBUSY);
	KTEST_EXPECT_EQ(t,
			local_vector_register(LOCAL_VECTOR_FIRST - 1, &noted),
			-EINVAL);
	KTEST_EXPECT_EQ(t, local_vector_register(256, &noted), -EINVAL);
	KTEST_EXPECT(t, !local_vector_number(16, &(u64){0}));
}

KTEST(local_vector, one_of_nobody_is_unexpected)
{
	u64 before = trap_unexpected_count();

	__asm__ volatile("int %0" : : "i"(VECTOR + 1) : "memory");
	KTEST_EXPECT_EQ(t, trap_unexpected_count(), before + 1);
}
