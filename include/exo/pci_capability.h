/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The capabilities of a PCI device: a list of blocks in its
 * configuration space, each naming the next (PCI 3.0, 6.7 and appendix H).
 *
 *	struct pci_capability capability = PCI_CAPABILITIES_OF(device);
 *
 *	while (pci_capability_next(&capability))
 *		... capability.id, at capability.offset
 *
 * For code that is built with CONFIG_PCI only.
 */
#ifndef EXO_PCI_CAPABILITY_H
#define EXO_PCI_CAPABILITY_H

#include <exo/pci.h>

enum pci_capability_id {
	PCI_CAPABILITY_POWER = 0x01,
	PCI_CAPABILITY_AGP = 0x02,
	PCI_CAPABILITY_VPD = 0x03,
	PCI_CAPABILITY_SLOT_ID = 0x04,
	PCI_CAPABILITY_MSI = 0x05,
	PCI_CAPABILITY_HOTSWAP = 0x06,
	PCI_CAPABILITY_PCIX = 0x07,
	PCI_CAPABILITY_HYPERTRANSPORT = 0x08,
	PCI_CAPABILITY_VENDOR = 0x09,
	PCI_CAPABILITY_DEBUG = 0x0a,
	PCI_CAPABILITY_HOTPLUG = 0x0c,
	PCI_CAPABILITY_SUBSYSTEM = 0x0d,
	PCI_CAPABILITY_AGP_8X = 0x0e,
	PCI_CAPABILITY_SECURE = 0x0f,
	PCI_CAPABILITY_EXPRESS = 0x10,
	PCI_CAPABILITY_MSIX = 0x11,
	PCI_CAPABILITY_SATA = 0x12,
	PCI_CAPABILITY_ADVANCED = 0x13,
};

struct pci_capability {
	const struct pci_device *device;
	u64 seen; /* a bit for each multiple of 4 that was an offset */
	u8 offset; /* in configuration space */
	u8 id; /* enum pci_capability_id */
};

#define PCI_CAPABILITIES_OF(which) \
	((struct pci_capability){  \
		.device = (which), \
	})

/*
 * Go to the next capability, the first one at first. False at the end, which
 * also is where the list leads out of the device's part of configuration
 * space or back to where it has been. Any context but NMI.
 */
bool pci_capability_next(struct pci_capability *capability);

/* The offset of the first capability @id of @device; 0 when it has none. */
u8 pci_find_capability(const struct pci_device *device,
		       enum pci_capability_id id);

#endif
