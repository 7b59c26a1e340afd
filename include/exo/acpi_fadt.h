/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The fixed ACPI description table ("FACP", 5.2.9) as
 * numbers, and the sleep type that switches the machine off, which the DSDT
 * has (7.4.2). What a table is too old or too short to tell is 0, and devices
 * that it could deny are taken to be there.
 */
#ifndef EXO_ACPI_FADT_H
#define EXO_ACPI_FADT_H

#include <exo/types.h>

enum acpi_space {
	ACPI_SPACE_MEMORY,
	ACPI_SPACE_IO,
};

/* A generic address (5.2.3.2) in memory or I/O space. */
struct acpi_register {
	u64 address; /* 0: there is none */
	enum acpi_space space;
	u8 bits;
};

struct acpi_fadt {
	u8 revision;
	bool hardware_reduced; /* none of the PM registers; sleep control */
	bool has_legacy_devices;
	bool has_8042;
	bool has_vga;
	bool has_rtc;

	u8 sci_irq;
	u16 smi_port; /* where acpi_enable is written; 0: on already */
	u8 acpi_enable;
	struct acpi_register pm1a_control, pm1b_control;
	struct acpi_register pm_timer;
	bool pm_timer_32_bits; /* else 24 */

	struct acpi_register reset; /* none unless firmware supports it */
	u8 reset_value;

	struct acpi_register sleep_control, sleep_status;
	bool has_s5;
	u8 s5_types[2]; /* for PM1a (or sleep control) and PM1b */

	paddr_t dsdt;
};

#endif
