// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which addresses a device answers to (PCI 3.0, 6.2.5.1). Its address registers
 * (BARs) have writable bits only above the size of the range, so writing ones
 * and reading back tells the size. Meanwhile the device would answer at wrong
 * addresses: it is made to answer nowhere, and interrupts are off, for what
 * an interrupt prints may go to that very device.
 */
#include <asm/irqflags.h>

#include "internal.h"

enum {
	BAR_SIZE = sizeof(u32),
	PORT_BITS = 3, /* of a BAR for ports, not part of the address */
	MEMORY_BITS = 0xf, /* of one for memory */
	ROM_BITS = 0x7ff,
	ABOVE_32_BITS = 32,
};

/* A register that an address is in. */
struct address_register {
	u32 value;
	u32 ones; /* what it holds after ones were written */
};

static struct address_register probe(pci_addr_t address, unsigned int offset,
				     u32 ones)
{
	struct address_register bar;

	bar.value = pci_config_read32(address, offset);
	pci_config_write32(address, offset, ones);
	bar.ones = pci_config_read32(address, offset);
	pci_config_write32(address, offset, bar.value);
	return bar;
}

/* All ones is the answer of a device that is gone. */
static bool exists(const struct address_register *bar)
{
	return bar->ones != 0 && bar->ones != ~0U;
}

/*
 * Give @bar the range at @start, of the size that @writable tells. False if the
 * address has bits that cannot be written.
 */
static bool set_range(struct pci_bar *bar, u64 start, u64 writable)
{
	if (!writable || start & ~writable)
		return false;
	bar->start = start;
	bar->size = writable & -writable;
	return true;
}

static bool read_ports(const struct address_register *low, struct pci_bar *bar)
{
	bar->io = true;
	return set_range(bar, low->value & ~PORT_BITS, low->ones & ~PORT_BITS);
}

static bool read_memory(const struct address_register *low,
			const struct address_register *high,
			struct pci_bar *bar)
{
	u64 start = low->value & ~MEMORY_BITS;
	u64 writable = low->ones & ~MEMORY_BITS;

	bar->prefetchable = low->value & PCI_BAR_PREFETCHABLE;
	if (high) {
		bar->is_64 = true;
		start |= (u64)high->value << ABOVE_32_BITS;
		writable |= (u64)high->ones << ABOVE_32_BITS;
	}
	return set_range(bar, start, writable);
}

/* Read the BAR at @offset, one of @left. False when it makes no sense. */
static bool read_bar(pci_addr_t address, unsigned int offset, unsigned int left,
		     struct pci_bar *bar)
{
	const struct address_register low = probe(address, offset, ~0U);
	struct address_register high;

	if (!exists(&low))
		return true;
	if ((low.value ^ low.ones) & PCI_BAR_IO)
		return false;
	if (low.value & PCI_BAR_IO)
		return read_ports(&low, bar);
	switch (low.value & PCI_BAR_TYPE) {
	case PCI_BAR_TYPE_32:
	case PCI_BAR_TYPE_BELOW_1_MB:
		return read_memory(&low, NULL, bar);
	case PCI_BAR_TYPE_64:
		if (left < 2)
			return false;
		high = probe(address, offset + BAR_SIZE, ~0U);
		return read_memory(&low, &high, bar);
	default:
		return false;
	}
}

static unsigned int read_bars(struct pci_device *device, unsigned int nr)
{
	unsigned int senseless = 0, taken;

	for (unsigned int i = 0; i < nr; i += taken) {
		struct pci_bar *bar = &device->bars[i];
		const bool sane = read_bar(
			device->address, PCI_BAR_0 + i * BAR_SIZE, nr - i, bar);

		taken = bar->is_64 ? 2 : 1;
		if (!sane) {
			*bar = (struct pci_bar){0};
			senseless |= 1U << i;
		}
	}
	return senseless;
}

static void read_rom(struct pci_device *device, unsigned int offset)
{
	/* Without the bit that has the ROM answer. */
	const struct address_register rom =
		probe(device->address, offset, ~(u32)ROM_BITS);

	if (exists(&rom))
		set_range(&device->rom, rom.value & ~ROM_BITS,
			  rom.ones & ~ROM_BITS);
}

static unsigned int read_all(struct pci_device *device)
{
	if (device->header_type == PCI_HEADER_BRIDGE) {
		read_rom(device, PCI_BRIDGE_ROM);
		return read_bars(device, PCI_BARS_BRIDGE);
	}
	read_rom(device, PCI_ROM);
	return read_bars(device, PCI_BARS);
}

unsigned int pci_resources_read(struct pci_device *device)
{
	const pci_addr_t address = device->address;
	unsigned long flags;
	unsigned int senseless;
	u16 command;

	/* Through a host bridge that answers nowhere, memory may be gone. */
	if (device->header_type > PCI_HEADER_BRIDGE ||
	    device->class >> 8 == PCI_CLASS_HOST_BRIDGE)
		return 0;
	flags = irq_save();
	command = pci_config_read16(address, PCI_COMMAND);
	pci_config_write16(address, PCI_COMMAND,
			   command & ~(PCI_COMMAND_IO | PCI_COMMAND_MEMORY));
	senseless = read_all(device);
	pci_config_write16(address, PCI_COMMAND, command);
	irq_restore(flags);
	return senseless;
}
