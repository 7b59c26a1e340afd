/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this folder. Which line is whose and how it
 * signals, as numbers: what firmware says of the I/O APICs, made sound. Plain
 * code that says nothing and also runs on the host.
 */
#ifndef IO_APIC_ROUTING_H
#define IO_APIC_ROUTING_H

#include <exo/acpi_madt.h>
#include <exo/irq.h>
#include <exo/types.h>

enum {
	ISA_IRQS = 16
};

/* Lines first to first + nr - 1, of one I/O APIC. */
struct line_range {
	u32 first;
	u32 nr;
};

struct irq_routing {
	u32 isa_lines[ISA_IRQS];
	enum irq_trigger triggers[IRQ_LINES_MAX];
};

/* What there is to say of a range beside the @nr others in @taken. */
enum range_verdict {
	RANGE_GOOD,
	RANGE_CUT, /* @range was shortened to lines below IRQ_LINES_MAX */
	RANGE_BEYOND, /* all lines are above, or there are none */
	RANGE_OVERLAPS,
};

enum range_verdict line_range_check(struct line_range *range,
				    const struct line_range *taken,
				    unsigned int nr);

bool line_in_ranges(u32 line, const struct line_range *ranges, unsigned int nr);

/*
 * Fill @routing from the overrides of @madt that lead to lines in @ranges.
 * How many do not, and are ignored.
 */
unsigned int irq_routing_read(struct irq_routing *routing,
			      const struct acpi_madt *madt,
			      const struct line_range *ranges, unsigned int nr);

#endif
