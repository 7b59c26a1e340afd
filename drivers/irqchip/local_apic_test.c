// SPDX-License-Identifier: GPL-2.0-only
/* The local APIC of this processor. tests/host has those that misbehave. */
#include <exo/ktest.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>

static u64 count_of(const char *label)
{
	const struct local_vector *vector;
	u64 count;

	for (unsigned int i = 0; (vector = local_vector_number(i, &count)); i++)
		if (strcmp(vector->label, label) == 0)
			return count;
	return ~0ULL;
}

KTEST(local_apic, spurious_interrupts_are_counted)
{
	u64 before = count_of("SPU");

	if (before == ~0ULL)
		KTEST_SKIP(t, "no local APIC");
	__asm__ volatile("int %0" : : "i"(VECTOR_APIC_SPURIOUS) : "memory");
	__asm__ volatile("int %0" : : "i"(VECTOR_APIC_SPURIOUS) : "memory");
	KTEST_EXPECT_EQ(t, count_of("SPU"), before + 2);
	KTEST_EXPECT_EQ(t, count_of("ERR"), 0);
}

KTEST(local_apic, nothing_is_in_service_outside_of_interrupts)
{
	u32 bits = 0;

	if (!local_apic_usable())
		KTEST_SKIP(t, "no local APIC");
	for (unsigned int i = 0; i < 8; i++)
		bits |= local_apic_read(LOCAL_APIC_IN_SERVICE + i * 0x10);
	KTEST_EXPECT_EQ(t, bits, 0);
}
