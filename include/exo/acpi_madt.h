/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The multiple APIC description table ("APIC", 5.2.12) as
 * numbers: which processors there are, and how interrupts reach them. A line
 * is a global system interrupt.
 */
#ifndef EXO_ACPI_MADT_H
#define EXO_ACPI_MADT_H

#include <exo/types.h>

enum {
	ACPI_PROCESSORS_MAX = 256,
	ACPI_IO_APICS_MAX = 16,
	ACPI_OVERRIDES_MAX = 16, /* one for each ISA interrupt */
	ACPI_NMIS_MAX = 16,

	ACPI_ALL_PROCESSORS = 0xffffffff, /* as a uid of struct acpi_nmi */
};

/* How an interrupt is signalled (table 5.26); 0 in both: as its bus does. */
enum {
	ACPI_POLARITY = 3,
	ACPI_POLARITY_HIGH = 1,
	ACPI_POLARITY_LOW = 3,
	ACPI_TRIGGER = 3 << 2,
	ACPI_TRIGGER_EDGE = 1 << 2,
	ACPI_TRIGGER_LEVEL = 3 << 2,
};

struct acpi_processor {
	u32 apic_id;
	u32 uid;
	bool enabled; /* else it may be plugged in while running */
};

struct acpi_io_apic {
	paddr_t address;
	u32 first_line;
	u8 id;
};

/* ISA interrupt @irq arrives at @line instead of the line of its number. */
struct acpi_override {
	u32 line;
	u16 flags;
	u8 irq;
};

struct acpi_nmi {
	u32 where; /* line, or the uid of a processor */
	u16 flags;
	u8 pin; /* of the local APIC: LINT0 or LINT1 */
};

struct acpi_madt {
	paddr_t local_apic;
	bool has_pic; /* the pair of 8259s too */

	unsigned int nr_processors; /* no APIC id twice */
	unsigned int nr_io_apics;
	unsigned int nr_overrides;
	unsigned int nr_nmis;
	unsigned int nr_local_nmis;
	struct acpi_processor processors[ACPI_PROCESSORS_MAX];
	struct acpi_io_apic io_apics[ACPI_IO_APICS_MAX];
	struct acpi_override overrides[ACPI_OVERRIDES_MAX];
	struct acpi_nmi nmis[ACPI_NMIS_MAX]; /* by line */
	struct acpi_nmi local_nmis[ACPI_NMIS_MAX]; /* by processor */

	unsigned int nr_malformed; /* entries ignored for what they say */
	unsigned int first_malformed; /* its offset in the table */
	unsigned int nr_dropped; /* entries that found no room above */
};

#endif
