// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configuration space, by the best way that leads to each bus.
 */
#include <exo/panic.h>

#include "internal.h"

static struct pci_config machine;
struct pci_config *pci_config = &machine;

void pci_config_init(bool try_ecam)
{
	const struct pci_config_access *port = pci_config_port();
	const struct pci_config_access *ecam = try_ecam ? pci_config_ecam(port)
							: NULL;
	unsigned int nr = 0;

	if (ecam)
		machine.ways[nr++] = ecam;
	if (port)
		machine.ways[nr++] = port;
}

void pci_config_open_bus(u8 bus)
{
	const struct pci_config_access *const *way = pci_config->ways;

	while (*way && !(*way)->open_bus(bus))
		way++;
	pci_config->way_to[bus] = *way;
}

unsigned int pci_config_size(pci_addr_t address)
{
	const struct pci_config_access *way =
		pci_config->way_to[PCI_BUS(address)];

	return way ? way->size : 0;
}

static u32 read(pci_addr_t address, unsigned int offset, unsigned int width)
{
	ASSERT(offset % width == 0);
	if (offset >= pci_config_size(address))
		return ~0U;
	return pci_config->way_to[PCI_BUS(address)]->read(address, offset,
							  width);
}

static void write(pci_addr_t address, unsigned int offset, unsigned int width,
		  u32 value)
{
	ASSERT(offset % width == 0);
	if (offset < pci_config_size(address))
		pci_config->way_to[PCI_BUS(address)]->write(address, offset,
							    width, value);
}

u8 pci_config_read8(pci_addr_t address, unsigned int offset)
{
	return (u8)read(address, offset, 1);
}

u16 pci_config_read16(pci_addr_t address, unsigned int offset)
{
	return (u16)read(address, offset, 2);
}

u32 pci_config_read32(pci_addr_t address, unsigned int offset)
{
	return read(address, offset, 4);
}

void pci_config_write8(pci_addr_t address, unsigned int offset, u8 value)
{
	write(address, offset, 1, value);
}

void pci_config_write16(pci_addr_t address, unsigned int offset, u16 value)
{
	write(address, offset, 2, value);
}

void pci_config_write32(pci_addr_t address, unsigned int offset, u32 value)
{
	write(address, offset, 4, value);
}
