/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this folder. The ACPI table MCFG (PCI Firmware
 * Specification 3.2, 4.1.2): where configuration space is mapped to memory, a
 * megabyte for each bus. Plain code that also runs on the host.
 */
#ifndef PCI_MCFG_H
#define PCI_MCFG_H

#include <exo/types.h>

struct acpi_table;
struct boot_info;

#define PCI_ECAM_BUS_SIZE (1UL << 20)

struct pci_ecam_range {
	paddr_t base; /* where bus 0 is, or would be */
	u16 segment;
	u8 first_bus, last_bus; /* inclusive */
};

/* Entry @n of the table, from 0; false beyond the last. */
bool pci_mcfg_entry(const struct acpi_table *table, unsigned int n,
		    struct pci_ecam_range *range);

/*
 * What is wrong with @range, to follow "it"; NULL when it can be used: of
 * segment 0, and all of it in memory that @boot calls reserved.
 */
const char *pci_mcfg_defect(const struct pci_ecam_range *range,
			    const struct boot_info *boot);

#endif
