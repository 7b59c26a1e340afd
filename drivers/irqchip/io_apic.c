// SPDX-License-Identifier: GPL-2.0-only
/*
 * The I/O APICs (Intel 82093AA data sheet) that firmware's tables name, as one
 * interrupt controller: each turns its lines into messages to the local APIC.
 * A line has a redirection entry, which says the vector, where to, and how the
 * line signals. All go to the processor that booted.
 *
 * An entry is two registers, reached through an index and a window, so it is
 * written seldom: to mask and unmask, not on the way of an interrupt. The end
 * of an interrupt goes to the local APIC, which tells the I/O APIC of a level.
 */
#define pr_fmt(fmt) "io_apic: " fmt

#include "io_apic_routing.h"

#include <exo/acpi.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/initcall.h>
#include <exo/ioremap.h>
#include <exo/irq.h>
#include <exo/local_apic.h>
#include <exo/printk.h>

enum {
	/* Byte offsets from the base. */
	INDEX = 0x00,
	WINDOW = 0x10,
	SPACE = 0x20,

	/* Indices. */
	VERSION = 0x01,
	REDIRECTION = 0x10, /* two for each line, the lower half first */

	LAST_ENTRY_SHIFT = 16, /* of VERSION */
	LAST_ENTRY_MASK = 0xff,
	LAST_ENTRY_MAX = 119, /* the index has 8 bits */

	/* Lower half of an entry, beside the vector; all 0: fixed delivery. */
	ENTRY_ACTIVE_LOW = 1 << 13,
	ENTRY_LEVEL = 1 << 15,
	ENTRY_MASKED = 1 << 16,
	ENTRY_WRITABLE = 0x1afff, /* the rest is state */

	/* The APIC id stands in the topmost byte, here and in the local APIC. */
	ID_BYTE = 0xff000000,
};

#define NOBODY 0xffffffffU

/* A write there is an interrupt (Intel SDM vol. 3, "Message Address"). */
#define MESSAGES_START 0xfee00000UL
#define MESSAGES_END   0xfef00000UL

static volatile u32 *io_apics[ACPI_IO_APICS_MAX]; /* registers */
static struct line_range ranges[ACPI_IO_APICS_MAX]; /* their lines */
static unsigned int nr_io_apics;

static struct irq_routing routing;
static u32 entries[IRQ_LINES_MAX]; /* lower halves as last written */

static u32 read_register(volatile u32 *base, u32 index)
{
	base[INDEX / sizeof(u32)] = index;
	return base[WINDOW / sizeof(u32)];
}

static void write_register(volatile u32 *base, u32 index, u32 value)
{
	base[INDEX / sizeof(u32)] = index;
	base[WINDOW / sizeof(u32)] = value;
}

static void write_entry(unsigned int line)
{
	for (unsigned int i = 0; i < nr_io_apics; i++)
		if (line_in_ranges(line, &ranges[i], 1))
			write_register(io_apics[i],
				       REDIRECTION +
					       2 * (line - ranges[i].first),
				       entries[line]);
}

static void io_apic_mask(unsigned int line)
{
	entries[line] |= ENTRY_MASKED;
	write_entry(line);
}

static void io_apic_unmask(unsigned int line)
{
	entries[line] &= ~(u32)ENTRY_MASKED;
	write_entry(line);
}

static void io_apic_eoi(unsigned int line)
{
	(void)line;
	local_apic_eoi();
}

static bool io_apic_has_line(unsigned int line)
{
	return line_in_ranges(line, ranges, nr_io_apics);
}

static unsigned int io_apic_isa_line(unsigned int irq)
{
	return irq < ISA_IRQS ? routing.isa_lines[irq] : irq;
}

static enum irq_trigger io_apic_trigger(unsigned int line)
{
	return routing.triggers[line];
}

static u32 masked_entry(unsigned int line)
{
	u32 entry = ENTRY_MASKED | (IRQ_VECTOR_FIRST + line);

	if (routing.triggers[line] & IRQ_ACTIVE_LOW)
		entry |= ENTRY_ACTIVE_LOW;
	if (routing.triggers[line] & IRQ_LEVEL)
		entry |= ENTRY_LEVEL;
	return entry;
}

static void io_apic_set_trigger(unsigned int line, enum irq_trigger trigger)
{
	routing.triggers[line] = trigger;
	entries[line] = masked_entry(line);
	write_entry(line);
}

/* Not constant: what is found decides on nr_lines. */
static struct irqchip io_apic = {
	.name = "ioapic",
	.mask = io_apic_mask,
	.unmask = io_apic_unmask,
	.eoi = io_apic_eoi,
	.has_line = io_apic_has_line,
	.isa_line = io_apic_isa_line,
	.trigger = io_apic_trigger,
	.set_trigger = io_apic_set_trigger,
};

/* An entry keeps what is written to it; nobody reads as all ones, or zeros. */
static bool answers(volatile u32 *base)
{
	const u32 probe = ENTRY_MASKED | IRQ_VECTOR_FIRST;

	if (read_register(base, VERSION) == NOBODY)
		return false;
	write_register(base, REDIRECTION, probe);
	return (read_register(base, REDIRECTION) & ENTRY_WRITABLE) == probe;
}

/* Mask all lines, those too that find no number among ours. */
static u32 silence(volatile u32 *base)
{
	const u32 said = read_register(base, VERSION) >> LAST_ENTRY_SHIFT &
			 LAST_ENTRY_MASK;
	const u32 last = min(said, (u32)LAST_ENTRY_MAX);
	const u32 destination = local_apic_read(LOCAL_APIC_ID) & ID_BYTE;

	for (u32 i = 0; i <= last; i++) {
		write_register(base, REDIRECTION + 2 * i, ENTRY_MASKED);
		write_register(base, REDIRECTION + 2 * i + 1, destination);
	}
	return last + 1;
}

/* False, and the reason is in the log, when its lines cannot be used. */
static bool take_lines(const struct acpi_io_apic *found,
		       struct line_range *range)
{
	switch (line_range_check(range, ranges, nr_io_apics)) {
	case RANGE_OVERLAPS:
		pr_warn("number %u at %#lx ignored: lines from %u overlap\n",
			found->id, found->address, range->first);
		return false;
	case RANGE_BEYOND:
		pr_warn("number %u at %#lx ignored: lines from %u are too high\n",
			found->id, found->address, range->first);
		return false;
	case RANGE_CUT:
		pr_warn("number %u at %#lx: lines from %d are ignored\n",
			found->id, found->address, IRQ_LINES_MAX);
		return true;
	default:
		return true;
	}
}

/* The registers of one that answers; NULL, and the reason is in the log. */
static volatile u32 *map(const struct acpi_io_apic *found)
{
	volatile u32 *base;

	if (found->address >= MESSAGES_START && found->address < MESSAGES_END) {
		pr_warn("number %u at %#lx ignored: messages go there\n",
			found->id, found->address);
		return NULL;
	}
	base = ioremap(found->address, SPACE);
	if (base && answers(base))
		return base;
	pr_warn("number %u at %#lx ignored: nobody answers\n", found->id,
		found->address);
	iounmap((void *)base);
	return NULL;
}

static void add_io_apic(const struct acpi_io_apic *found)
{
	volatile u32 *base = map(found);
	struct line_range range = {.first = found->first_line};

	if (!base)
		return;
	range.nr = silence(base);
	if (!take_lines(found, &range)) {
		iounmap((void *)base);
		return;
	}
	pr_info("number %u at %#lx, lines %u-%u\n", found->id, found->address,
		range.first, range.first + range.nr - 1);
	io_apics[nr_io_apics] = base;
	ranges[nr_io_apics++] = range;
	io_apic.nr_lines = max(io_apic.nr_lines, range.first + range.nr);
}

static void set_up_lines(const struct acpi_madt *madt)
{
	unsigned int ignored =
		irq_routing_read(&routing, madt, ranges, nr_io_apics);

	if (ignored)
		pr_warn("%u interrupts are led to lines that are not there\n",
			ignored);
	for (unsigned int line = 0; line < io_apic.nr_lines; line++)
		entries[line] = masked_entry(line);
}

static int io_apic_init(void)
{
	const struct acpi_madt *madt = acpi_madt();

	if (!local_apic_usable() || !madt)
		return 0;
	for (unsigned int i = 0; i < madt->nr_io_apics; i++)
		add_io_apic(&madt->io_apics[i]);
	if (!nr_io_apics)
		return 0;
	set_up_lines(madt);
	local_apic_disconnect_pic();
	irq_set_chip(&io_apic);
	return 0;
}
INITCALL(irqchip, io_apic_init);
