// SPDX-License-Identifier: GPL-2.0-only
/* The local APIC of this processor. tests/host has those that misbehave. */
#include <asm/irqflags.h>
#include <asm/trap.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>

enum {
	TO_SELF = 1 << 18 | 1 << 14, /* a fixed interrupt, asserted */
	NOBODYS_VECTOR = 0xe1, /* between the lines and the local ones */
	LAST_LINE = IRQ_LINES_MAX - 1, /* PCs have fewer */
};

/* The lower half: to whom and what. */
#define INTERRUPT_COMMAND ((enum local_apic_register)0x300)

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

/* False when it does not come. */
static bool raise_and_wait(unsigned int vector)
{
	const u64 before = trap_unexpected_count();

	local_apic_write(INTERRUPT_COMMAND, TO_SELF | vector);
	for (unsigned int i = 0; i < 1000000; i++) {
		if (trap_unexpected_count() != before)
			return true;
		cpu_relax();
	}
	return false;
}

static u32 all_in_service(void)
{
	u32 bits = 0;

	for (unsigned int i = 0; i < 8; i++)
		bits |= local_apic_read(LOCAL_APIC_IN_SERVICE + i * 0x10);
	return bits;
}

KTEST(local_apic, interrupts_that_are_nobodys_are_ended)
{
	if (!local_apic_usable())
		KTEST_SKIP(t, "no local APIC");
	KTEST_EXPECT(t, raise_and_wait(NOBODYS_VECTOR));
	KTEST_EXPECT_EQ(t, all_in_service(), 0);
	if (!irq_statistics(LAST_LINE, &(struct irq_statistics){0}))
		KTEST_EXPECT(t, raise_and_wait(IRQ_VECTOR_FIRST + LAST_LINE));
	KTEST_EXPECT_EQ(t, all_in_service(), 0);
}

KTEST(local_apic, nothing_is_in_service_outside_of_interrupts)
{
	if (!local_apic_usable())
		KTEST_SKIP(t, "no local APIC");
	KTEST_EXPECT_EQ(t, all_in_service(), 0);
}
