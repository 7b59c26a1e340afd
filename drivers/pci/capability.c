// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walking the list of capabilities. No offset is visited twice, so a list that
 * bites its tail ends there, after 48 steps at most.
 */
#include <exo/pci_capability.h>

enum {
	FIRST_OFFSET = 0x40, /* below is the header */
	OFFSET_MASK = 0xfc, /* the lowest bits are reserved */
	NEXT = 1, /* from the capability's own offset */
};

/* The register with the offset of the next capability; 0: there is none. */
static unsigned int link_register(const struct pci_capability *capability)
{
	const pci_addr_t address = capability->device->address;

	if (capability->offset)
		return capability->offset + NEXT;
	if (capability->device->header_type > PCI_HEADER_BRIDGE ||
	    !(pci_config_read16(address, PCI_STATUS) & PCI_STATUS_CAPABILITIES))
		return 0;
	return PCI_CAPABILITIES;
}

bool pci_capability_next(struct pci_capability *capability)
{
	const pci_addr_t address = capability->device->address;
	const unsigned int link = link_register(capability);
	const u8 offset = link ? pci_config_read8(address, link) & OFFSET_MASK
			       : 0;
	const u64 bit = 1ULL << offset / 4;

	if (offset < FIRST_OFFSET || capability->seen & bit)
		return false;
	capability->seen |= bit;
	capability->offset = offset;
	capability->id = pci_config_read8(address, offset);
	return capability->id != 0xff; /* the device is gone */
}

u8 pci_find_capability(const struct pci_device *device,
		       enum pci_capability_id id)
{
	struct pci_capability capability = PCI_CAPABILITIES_OF(device);

	while (pci_capability_next(&capability))
		if (capability.id == id)
			return capability.offset;
	return 0;
}
