// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configuration space by two ports (PCI 3.0, 3.2.2.3.2, "configuration
 * mechanism #1"): an address goes into one, and the other then is the register.
 *
 *	31  30      24 23   16 15   11 10    8 7        2 1 0
 *	on  reserved   bus     device  function register  0 0
 *
 * Between the two nobody may come in: a lock, with interrupts off.
 */
#include <asm/io.h>
#include <exo/spinlock.h>

#include "internal.h"

enum {
	PORT_ADDRESS = 0xcf8,
	PORT_DATA = 0xcfc,
};

#define ADDRESS_ON (1U << 31)

static struct spinlock lock = SPINLOCK_INIT("pci_config");

static bool open_bus(u8 bus)
{
	(void)bus;
	return true;
}

/* Returns the port at which the register is now. */
static u16 select(pci_addr_t address, unsigned int offset)
{
	assert_locked(&lock);
	outl(PORT_ADDRESS, ADDRESS_ON | (u32)address << 8 | (offset & 0xfc));
	return (u16)(PORT_DATA + (offset & 3));
}

static u32 read(pci_addr_t address, unsigned int offset, unsigned int width)
{
	const unsigned long flags = spin_lock_irqsave(&lock);
	const u16 port = select(address, offset);
	const u32 value = width == 1   ? inb(port)
			  : width == 2 ? inw(port)
				       : inl(port);

	spin_unlock_irqrestore(&lock, flags);
	return value;
}

static void write(pci_addr_t address, unsigned int offset, unsigned int width,
		  u32 value)
{
	const unsigned long flags = spin_lock_irqsave(&lock);
	const u16 port = select(address, offset);

	if (width == 1)
		outb(port, (u8)value);
	else if (width == 2)
		outw(port, (u16)value);
	else
		outl(port, value);
	spin_unlock_irqrestore(&lock, flags);
}

static const struct pci_config_access by_port = {
	.name = "ports",
	.size = PCI_CONFIG_SIZE,
	.open_bus = open_bus,
	.read = read,
	.write = write,
};

/* The address register keeps what is written; nobody reads as all ones. */
static bool present(void)
{
	const unsigned long flags = spin_lock_irqsave(&lock);
	const u32 before = inl(PORT_ADDRESS);
	bool kept;

	outl(PORT_ADDRESS, ADDRESS_ON);
	kept = inl(PORT_ADDRESS) == ADDRESS_ON;
	outl(PORT_ADDRESS, before);
	spin_unlock_irqrestore(&lock, flags);
	return kept;
}

const struct pci_config_access *pci_config_port(void)
{
	return present() ? &by_port : NULL;
}
