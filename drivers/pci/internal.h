/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this folder.
 */
#ifndef PCI_INTERNAL_H
#define PCI_INTERNAL_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/pci.h>

/*
 * A way to configuration space. @width is 1, 2 or 4 bytes, @offset a multiple
 * of it and below size. Any context but NMI.
 */
struct pci_config_access {
	const char *name; /* for the log */
	unsigned int size; /* bytes of each function that it reaches */
	/* Get ready for @bus; false when it cannot be reached. May allocate. */
	bool (*open_bus)(u8 bus);
	u32 (*read)(pci_addr_t address, unsigned int offset,
		    unsigned int width);
	void (*write)(pci_addr_t address, unsigned int offset,
		      unsigned int width, u32 value);
};

enum {
	PCI_CONFIG_WAYS = 2
};

/* The ways that a machine has, and which is taken to each bus. */
struct pci_config {
	/* The better first; NULL: no more. */
	const struct pci_config_access *ways[PCI_CONFIG_WAYS + 1];
	const struct pci_config_access *way_to[PCI_BUSES]; /* NULL: closed */
};

/* config.c: the machine's; a test puts another in its place. */
extern struct pci_config *pci_config;

/* Find the ways there are; @try_ecam: use memory where possible. */
void pci_config_init(bool try_ecam);

/* Take the best way that leads to @bus; until then it reads as all ones. */
void pci_config_open_bus(u8 bus);

/* config_port.c: by two ports of the host bridge. NULL when it has none. */
const struct pci_config_access *pci_config_port(void);

/*
 * config_ecam.c: by windows of memory that firmware's table MCFG tells of. NULL
 * when there are none that can be used, or they do not show the same as
 * @reference, another way or NULL. Start-up code: maps memory.
 */
#ifdef CONFIG_PCI_MMCONFIG
const struct pci_config_access *
pci_config_ecam(const struct pci_config_access *reference);
#else
static inline const struct pci_config_access *
pci_config_ecam(const struct pci_config_access *reference)
{
	(void)reference;
	return NULL;
}
#endif

/*
 * scan.c: list all devices on bus 0 and on the buses behind its bridges, by
 * address. What makes no sense is named in the log. 0, or -ENOMEM and an
 * empty list.
 */
int pci_scan(struct list_head *devices);

/* Free all devices of the list. */
void pci_forget(struct list_head *devices);

/*
 * resources.c: find out which addresses @device answers to. Returns a bit for
 * each BAR that makes no sense and is left out.
 */
unsigned int pci_resources_read(struct pci_device *device);

#endif
