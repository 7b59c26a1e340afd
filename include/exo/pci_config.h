/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Configuration space: the registers that every PCI function
 * has, whatever it does. Numbers are those of the PCI Local Bus Specification
 * 3.0 (chapter 6) and the PCI-to-PCI Bridge Architecture Specification 1.2
 * (chapter 3).
 *
 * For code that is built with CONFIG_PCI only.
 */
#ifndef EXO_PCI_CONFIG_H
#define EXO_PCI_CONFIG_H

#include <exo/types.h>

/* Where a function sits: 8 bits of bus, 5 of device, 3 of function. */
typedef u16 pci_addr_t;

#define PCI_ADDRESS(bus, device, function) \
	((pci_addr_t)((bus) << 8 | (device) << 3 | (function)))
#define PCI_BUS(address)      ((u8)((address) >> 8))
#define PCI_DEVICE(address)   ((address) >> 3 & 0x1f)
#define PCI_FUNCTION(address) ((address)&7)

/* An address as everybody writes it, "00:1f.2", for printf. */
#define PCI_ADDRESS_FORMAT "%02x:%02x.%x"
#define PCI_ADDRESS_PARTS(address) \
	PCI_BUS(address), PCI_DEVICE(address), PCI_FUNCTION(address)

enum {
	PCI_BUSES = 256,
	PCI_DEVICES = 32, /* of a bus */
	PCI_FUNCTIONS = 8, /* of a device */

	PCI_CONFIG_SIZE = 256,
	PCI_CONFIG_SIZE_EXTENDED = 4096, /* where ECAM reaches */
};

enum pci_register {
	/* All functions. */
	PCI_VENDOR_ID = 0x00, /* 16 bits */
	PCI_DEVICE_ID = 0x02, /* 16 bits */
	PCI_COMMAND = 0x04, /* 16 bits */
	PCI_COMMAND_IO = 1 << 0,
	PCI_COMMAND_MEMORY = 1 << 1,
	PCI_COMMAND_MASTER = 1 << 2,
	PCI_STATUS = 0x06, /* 16 bits, writing 1 clears */
	PCI_STATUS_CAPABILITIES = 1 << 4,
	PCI_STATUS_DEVSEL_SHIFT = 9, /* 2 bits */
	PCI_REVISION = 0x08, /* the class is in the three bytes above */
	PCI_LATENCY = 0x0d,
	PCI_HEADER_TYPE = 0x0e,
	PCI_HEADER_MULTIFUNCTION = 1 << 7,
	PCI_BAR_0 = 0x10, /* 32 bits each */
	PCI_BAR_IO = 1 << 0,
	PCI_BAR_TYPE = 3 << 1,
	PCI_BAR_TYPE_32 = 0 << 1,
	PCI_BAR_TYPE_BELOW_1_MB = 1 << 1,
	PCI_BAR_TYPE_64 = 2 << 1,
	PCI_BAR_PREFETCHABLE = 1 << 3,
	PCI_CAPABILITIES = 0x34, /* offset of the first */
	PCI_INTERRUPT_LINE = 0x3c,
	PCI_INTERRUPT_PIN = 0x3d,

	/* Header type 0. */
	PCI_SUBSYSTEM_VENDOR_ID = 0x2c, /* 16 bits */
	PCI_SUBSYSTEM_ID = 0x2e, /* 16 bits */
	PCI_ROM = 0x30, /* 32 bits */
	PCI_ROM_ENABLE = 1 << 0,

	/* Header type 1, bridges. */
	PCI_PRIMARY_BUS = 0x18,
	PCI_SECONDARY_BUS = 0x19,
	PCI_SUBORDINATE_BUS = 0x1a,
	PCI_BRIDGE_ROM = 0x38, /* 32 bits */
};

/*
 * Read or write 8, 16 or 32 bits of the function at @address; @offset is a
 * multiple of that width. A function that is not there, or not any more, and
 * registers beyond what can be reached read as all ones; writes to them are
 * dropped. Any context but NMI.
 */
u8 pci_config_read8(pci_addr_t address, unsigned int offset);
u16 pci_config_read16(pci_addr_t address, unsigned int offset);
u32 pci_config_read32(pci_addr_t address, unsigned int offset);
void pci_config_write8(pci_addr_t address, unsigned int offset, u8 value);
void pci_config_write16(pci_addr_t address, unsigned int offset, u16 value);
void pci_config_write32(pci_addr_t address, unsigned int offset, u32 value);

/* How many bytes of configuration space are reached on the bus of @address. */
unsigned int pci_config_size(pci_addr_t address);

#endif
