// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines are numbered through all I/O APICs ("global system interrupts", ACPI
 * 6.5, 5.2.13). The first sixteen are the ISA interrupts of the same numbers,
 * rising edges, unless an override leads one elsewhere or has it signal in
 * another way (5.2.12.5); the rest are PCI's, low levels.
 */
#include "io_apic_routing.h"

enum range_verdict line_range_check(struct line_range *range,
				    const struct line_range *taken,
				    unsigned int nr)
{
	bool cut = false;

	if (range->first >= IRQ_LINES_MAX || !range->nr)
		return RANGE_BEYOND;
	if (range->nr > IRQ_LINES_MAX - range->first) {
		range->nr = IRQ_LINES_MAX - range->first;
		cut = true;
	}
	for (unsigned int i = 0; i < nr; i++)
		if (range->first < taken[i].first + taken[i].nr &&
		    taken[i].first < range->first + range->nr)
			return RANGE_OVERLAPS;
	return cut ? RANGE_CUT : RANGE_GOOD;
}

bool line_in_ranges(u32 line, const struct line_range *ranges, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		if (line >= ranges[i].first &&
		    line - ranges[i].first < ranges[i].nr)
			return true;
	return false;
}

/* The ISA bus signals by rising edges, and levels on it are high. */
static enum irq_trigger override_trigger(u16 flags)
{
	enum irq_trigger trigger = IRQ_EDGE_RISING;

	if ((flags & ACPI_POLARITY) == ACPI_POLARITY_LOW)
		trigger |= IRQ_ACTIVE_LOW;
	if ((flags & ACPI_TRIGGER) == ACPI_TRIGGER_LEVEL)
		trigger |= IRQ_LEVEL;
	return trigger;
}

unsigned int irq_routing_read(struct irq_routing *routing,
			      const struct acpi_madt *madt,
			      const struct line_range *ranges, unsigned int nr)
{
	unsigned int ignored = 0;

	for (u32 line = 0; line < IRQ_LINES_MAX; line++)
		routing->triggers[line] = line < ISA_IRQS ? IRQ_EDGE_RISING
							  : IRQ_LEVEL_LOW;
	for (u32 irq = 0; irq < ISA_IRQS; irq++)
		routing->isa_lines[irq] = irq;
	for (unsigned int i = 0; i < madt->nr_overrides; i++) {
		const struct acpi_override *override = &madt->overrides[i];

		if (!line_in_ranges(override->line, ranges, nr)) {
			ignored++;
			continue;
		}
		routing->isa_lines[override->irq] = override->line;
		routing->triggers[override->line] =
			override_trigger(override->flags);
	}
	return ignored;
}
