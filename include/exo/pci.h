/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The PCI functions that were found at start-up, each called
 * a device here. The list is complete when the drivers of the initcall level
 * "device" start, and constant from then on: nothing is plugged in later.
 *
 *	const struct pci_device *device;
 *
 *	for_each_pci_device(device)
 *		...
 *
 * Firmware has assigned addresses and interrupts; nobody changes them. Without
 * CONFIG_PCI, with pci=off, or on a machine without PCI the list is empty. Any
 * context.
 */
#ifndef EXO_PCI_H
#define EXO_PCI_H

#include <exo/list.h>
#include <exo/pci_config.h>

enum {
	PCI_BARS = 6,
	PCI_BARS_BRIDGE = 2,
	PCI_IRQ_NONE = 0xff, /* as an irq_line: connected to nothing known */
	PCI_CLASS_HOST_BRIDGE = 0x0600, /* base class and subclass */
};

enum pci_header_type {
	PCI_HEADER_DEVICE = 0,
	PCI_HEADER_BRIDGE = 1, /* PCI to PCI */
	PCI_HEADER_CARDBUS = 2,
};

/* A range of addresses that a device answers to. */
struct pci_bar {
	u64 start; /* 0: firmware assigned none */
	u64 size; /* a power of two; 0: there is no such range */
	bool io; /* ports, else memory */
	bool is_64; /* takes the place of two BARs, the next one is empty */
	bool prefetchable; /* reading has no effect, writes may be merged */
};

struct pci_device {
	struct list_head node; /* ascending by address */
	pci_addr_t address;
	u16 vendor, device;
	u16 subsystem_vendor, subsystem; /* 0: none */
	u32 class; /* base class, subclass, interface: 0x010601 is AHCI */
	u8 revision;
	u8 header_type; /* enum pci_header_type, or unknown */
	u8 irq_pin; /* 1-4 for INTA#-INTD#, 0: none */
	u8 irq_line; /* of the 8259 pair, by firmware; PCI_IRQ_NONE */
	u8 secondary_bus, subordinate_bus; /* of a bridge, else 0 */
	struct pci_bar bars[PCI_BARS];
	struct pci_bar rom;
};

#ifdef CONFIG_PCI
/* The device behind @from, the first one for NULL; NULL at the end. */
const struct pci_device *pci_device_next(const struct pci_device *from);

/* The same among the devices of that @vendor and @device. */
const struct pci_device *pci_find_device(u16 vendor, u16 device,
					 const struct pci_device *from);

/* The same among those of the class 0xBBSS: base class and subclass. */
const struct pci_device *pci_find_class(u16 class,
					const struct pci_device *from);
#else
static inline const struct pci_device *
pci_device_next(const struct pci_device *from)
{
	(void)from;
	return NULL;
}

static inline const struct pci_device *
pci_find_device(u16 vendor, u16 device, const struct pci_device *from)
{
	(void)vendor;
	(void)device;
	(void)from;
	return NULL;
}

static inline const struct pci_device *
pci_find_class(u16 class, const struct pci_device *from)
{
	(void)class;
	(void)from;
	return NULL;
}
#endif

#define for_each_pci_device(pos)                           \
	for ((pos) = pci_device_next(NULL); (pos) != NULL; \
	     (pos) = pci_device_next(pos))

#endif
