/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. What firmware says of the machine: the tables of the ACPI
 * specification (6.5; section numbers here are its). Read once, before the
 * interrupt controllers start, and constant after. Of what they describe only
 * power-off and reset are driven here, by way of <exo/machine.h>.
 *
 * Tables that make no sense are reported and ignored. Without CONFIG_ACPI,
 * with noacpi on the command line, or on a machine that has none, there are
 * no tables, and every function here returns NULL.
 */
#ifndef EXO_ACPI_H
#define EXO_ACPI_H

#include <exo/acpi_fadt.h>
#include <exo/acpi_madt.h>
#include <exo/types.h>

/* The header that all tables but the RSDP begin with (5.2.6). */
enum {
	ACPI_HEADER_SIZE = 36,
	ACPI_TABLE_SIZE_MAX = 1 << 20, /* longer ones are absurd */
};

struct acpi_table {
	char signature[5]; /* printable, with NUL */
	char oem_id[7]; /* likewise */
	u8 revision;
	paddr_t phys;
	u32 length;
	const u8 *bytes; /* @length of them, at any alignment */
	const char *defect; /* why it is not used; NULL when sound */
};

#ifdef CONFIG_ACPI
/* Number @n, from 0, of the sound tables of that signature; NULL beyond. */
const struct acpi_table *acpi_find_table(const char *signature, unsigned int n);

/* Number @n of all that are listed, sound or not; NULL beyond. For showing. */
const struct acpi_table *acpi_table_number(unsigned int n);

/* Processors and interrupt routing. */
const struct acpi_madt *acpi_madt(void);

/* Fixed hardware: power, reset, what a PC may lack. */
const struct acpi_fadt *acpi_fadt(void);
#else
static inline const struct acpi_table *acpi_find_table(const char *signature,
						       unsigned int n)
{
	(void)signature;
	(void)n;
	return NULL;
}

static inline const struct acpi_table *acpi_table_number(unsigned int n)
{
	(void)n;
	return NULL;
}

static inline const struct acpi_madt *acpi_madt(void)
{
	return NULL;
}

static inline const struct acpi_fadt *acpi_fadt(void)
{
	return NULL;
}
#endif

#endif
