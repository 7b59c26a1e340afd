// SPDX-License-Identifier: GPL-2.0-only
#include "io_apic_routing.h"

#include <exo/ktest.h>

static struct irq_routing routing;
static struct acpi_madt madt;

static const struct line_range lines_0_to_23 = {.first = 0, .nr = 24};

static void begin(void)
{
	madt.nr_overrides = 0;
}

static void lead(u8 irq, u32 line, u16 flags)
{
	madt.overrides[madt.nr_overrides++] = (struct acpi_override){
		.irq = irq, .line = line, .flags = flags};
}

static unsigned int read(void)
{
	return irq_routing_read(&routing, &madt, &lines_0_to_23, 1);
}

KTEST(io_apic_routing, isa_interrupts_are_edges_on_lines_of_their_number)
{
	begin();
	KTEST_EXPECT_EQ(t, read(), 0);
	for (unsigned int irq = 0; irq < ISA_IRQS; irq++) {
		KTEST_EXPECT_EQ(t, routing.isa_lines[irq], irq);
		KTEST_EXPECT_EQ(t, routing.triggers[irq], IRQ_EDGE_RISING);
	}
}

KTEST(io_apic_routing, lines_from_16_on_are_low_levels)
{
	begin();
	read();
	KTEST_EXPECT_EQ(t, routing.triggers[16], IRQ_LEVEL_LOW);
	KTEST_EXPECT_EQ(t, routing.triggers[IRQ_LINES_MAX - 1], IRQ_LEVEL_LOW);
}

KTEST(io_apic_routing, override_moves_an_interrupt)
{
	begin();
	lead(0, 2, 0);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, routing.isa_lines[0], 2);
	KTEST_EXPECT_EQ(t, routing.triggers[2], IRQ_EDGE_RISING);
	KTEST_EXPECT_EQ(t, routing.isa_lines[1], 1);
}

KTEST(io_apic_routing, override_says_how_a_line_signals)
{
	static const struct {
		u16 flags;
		enum irq_trigger trigger;
	} cases[] = {
		{0, IRQ_EDGE_RISING},
		{ACPI_POLARITY_HIGH, IRQ_EDGE_RISING},
		{ACPI_POLARITY_LOW, IRQ_EDGE_FALLING},
		{ACPI_TRIGGER_EDGE, IRQ_EDGE_RISING},
		{ACPI_POLARITY_LOW | ACPI_TRIGGER_EDGE, IRQ_EDGE_FALLING},
		{ACPI_TRIGGER_LEVEL, IRQ_LEVEL_HIGH},
		{ACPI_POLARITY_HIGH | ACPI_TRIGGER_LEVEL, IRQ_LEVEL_HIGH},
		{ACPI_POLARITY_LOW | ACPI_TRIGGER_LEVEL, IRQ_LEVEL_LOW},
		{0xfff0, IRQ_EDGE_RISING}, /* only reserved bits */
		{2 | 2 << 2, IRQ_EDGE_RISING}, /* reserved values */
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		begin();
		lead(9, 20, cases[i].flags);
		KTEST_EXPECT_EQ(t, read(), 0);
		KTEST_EXPECT_EQ(t, routing.triggers[20], cases[i].trigger);
	}
}

KTEST(io_apic_routing, override_to_a_line_that_is_not_there_is_ignored)
{
	begin();
	lead(5, 24, ACPI_TRIGGER_LEVEL);
	lead(6, 0xffffffff, 0);
	lead(7, IRQ_LINES_MAX, 0);
	lead(8, 23, 0);
	KTEST_EXPECT_EQ(t, read(), 3);
	KTEST_EXPECT_EQ(t, routing.isa_lines[5], 5);
	KTEST_EXPECT_EQ(t, routing.isa_lines[6], 6);
	KTEST_EXPECT_EQ(t, routing.isa_lines[7], 7);
	KTEST_EXPECT_EQ(t, routing.isa_lines[8], 23);
}

static enum range_verdict check(u32 first, u32 nr)
{
	static const struct line_range taken[] = {{0, 8}, {16, 8}};
	struct line_range range = {first, nr};

	return line_range_check(&range, taken, ARRAY_SIZE(taken));
}

KTEST(io_apic_routing, ranges_may_touch_but_not_overlap)
{
	KTEST_EXPECT_EQ(t, check(8, 8), RANGE_GOOD);
	KTEST_EXPECT_EQ(t, check(24, 1), RANGE_GOOD);
	KTEST_EXPECT_EQ(t, check(8, 9), RANGE_OVERLAPS);
	KTEST_EXPECT_EQ(t, check(7, 1), RANGE_OVERLAPS);
	KTEST_EXPECT_EQ(t, check(23, 20), RANGE_OVERLAPS);
	KTEST_EXPECT_EQ(t, check(0, 24), RANGE_OVERLAPS);
}

KTEST(io_apic_routing, lines_beyond_the_last_are_cut_or_refused)
{
	struct line_range range = {IRQ_LINES_MAX - 4, 24};

	KTEST_EXPECT_EQ(t, line_range_check(&range, NULL, 0), RANGE_CUT);
	KTEST_EXPECT_EQ(t, range.first, IRQ_LINES_MAX - 4);
	KTEST_EXPECT_EQ(t, range.nr, 4);
	KTEST_EXPECT_EQ(t, check(IRQ_LINES_MAX, 1), RANGE_BEYOND);
	KTEST_EXPECT_EQ(t, check(0xffffffff, 24), RANGE_BEYOND);
	KTEST_EXPECT_EQ(t, check(30, 0), RANGE_BEYOND);
}

KTEST(io_apic_routing, a_line_is_found_in_any_range)
{
	static const struct line_range ranges[] = {{24, 8}, {0, 4}};

	KTEST_EXPECT(t, line_in_ranges(0, ranges, 2));
	KTEST_EXPECT(t, line_in_ranges(31, ranges, 2));
	KTEST_EXPECT(t, !line_in_ranges(4, ranges, 2));
	KTEST_EXPECT(t, !line_in_ranges(23, ranges, 2));
	KTEST_EXPECT(t, !line_in_ranges(32, ranges, 2));
	KTEST_EXPECT(t, !line_in_ranges(0, ranges, 1));
}
