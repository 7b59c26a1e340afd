// SPDX-License-Identifier: GPL-2.0-only
/*
 * lspci -v: what a device answers to, how it interrupts, what else it can.
 */
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/pci_capability.h>

#include "lspci.h"

static void print_size(u64 size)
{
	static const char units[] = {'\0', 'K', 'M', 'G', 'T', 'P', 'E'};
	unsigned int unit = 0;

	for (; size >= 1024; size /= 1024)
		unit++;
	if (unit)
		console_printf(" [size=%u%c]\n", (unsigned int)size,
			       units[unit]);
	else
		console_printf(" [size=%u]\n", (unsigned int)size);
}

static void print_range(const struct pci_bar *bar, const char *kind,
			bool enabled)
{
	if (bar->start)
		console_printf("\t%s at %0*llx", kind, bar->io ? 4 : 8,
			       (unsigned long long)bar->start);
	else
		console_printf("\t%s at <unassigned>", kind);
	if (kind[0] == 'M')
		console_printf(" (%s-bit, %sprefetchable)",
			       bar->is_64 ? "64" : "32",
			       bar->prefetchable ? "" : "non-");
	if (!enabled)
		console_printf(" [disabled]");
	print_size(bar->size);
}

static bool rom_enabled(const struct pci_device *device)
{
	return pci_config_read32(device->address,
				 device->header_type == PCI_HEADER_BRIDGE
					 ? PCI_BRIDGE_ROM
					 : PCI_ROM) &
	       PCI_ROM_ENABLE;
}

static void print_ranges(const struct pci_device *device, u16 command)
{
	for (unsigned int i = 0; i < PCI_BARS; i++) {
		const struct pci_bar *bar = &device->bars[i];

		if (bar->size && bar->io)
			print_range(bar, "I/O ports", command & PCI_COMMAND_IO);
		else if (bar->size)
			print_range(bar, "Memory",
				    command & PCI_COMMAND_MEMORY);
	}
	if (device->rom.size)
		print_range(&device->rom, "Expansion ROM",
			    (command & PCI_COMMAND_MEMORY) &&
				    rom_enabled(device));
}

static void print_flags(const struct pci_device *device, u16 command)
{
	static const char *const speeds[] = {"fast", "medium", "slow", "??"};
	const u16 status = pci_config_read16(device->address, PCI_STATUS);

	console_printf("\tFlags: %s%s devsel, latency %u",
		       command & PCI_COMMAND_MASTER ? "bus master, " : "",
		       speeds[status >> PCI_STATUS_DEVSEL_SHIFT & 3],
		       pci_config_read8(device->address, PCI_LATENCY));
	if (device->irq_pin && device->irq_line != PCI_IRQ_NONE)
		console_printf(", IRQ %u", device->irq_line);
	console_printf("\n");
}

static void print_capabilities(const struct pci_device *device)
{
	static const char *const names[] = {
		[PCI_CAPABILITY_POWER] = "Power Management",
		[PCI_CAPABILITY_AGP] = "AGP",
		[PCI_CAPABILITY_VPD] = "Vital Product Data",
		[PCI_CAPABILITY_SLOT_ID] = "Slot ID",
		[PCI_CAPABILITY_MSI] = "MSI",
		[PCI_CAPABILITY_HOTSWAP] = "CompactPCI hot-swap",
		[PCI_CAPABILITY_PCIX] = "PCI-X",
		[PCI_CAPABILITY_HYPERTRANSPORT] = "HyperTransport",
		[PCI_CAPABILITY_VENDOR] = "Vendor Specific Information",
		[PCI_CAPABILITY_DEBUG] = "Debug port",
		[PCI_CAPABILITY_HOTPLUG] = "Hot-plug capable",
		[PCI_CAPABILITY_SUBSYSTEM] = "Subsystem",
		[PCI_CAPABILITY_AGP_8X] = "AGP3",
		[PCI_CAPABILITY_SECURE] = "Secure device",
		[PCI_CAPABILITY_EXPRESS] = "Express",
		[PCI_CAPABILITY_MSIX] = "MSI-X",
		[PCI_CAPABILITY_SATA] = "SATA HBA",
		[PCI_CAPABILITY_ADVANCED] = "PCI Advanced Features",
	};
	struct pci_capability capability = PCI_CAPABILITIES_OF(device);

	while (pci_capability_next(&capability)) {
		console_printf("\tCapabilities: [%02x] ", capability.offset);
		if (capability.id < ARRAY_SIZE(names) && names[capability.id])
			console_printf("%s\n", names[capability.id]);
		else
			console_printf("#%02x\n", capability.id);
	}
}

void lspci_print_verbose(const struct pci_device *device)
{
	const u16 command = pci_config_read16(device->address, PCI_COMMAND);

	if (device->subsystem_vendor)
		console_printf("\tSubsystem: %04x:%04x\n",
			       device->subsystem_vendor, device->subsystem);
	print_flags(device, command);
	print_ranges(device, command);
	if (device->header_type == PCI_HEADER_BRIDGE)
		console_printf(
			"\tBus: primary=%02x, secondary=%02x, subordinate=%02x\n",
			PCI_BUS(device->address), device->secondary_bus,
			device->subordinate_bus);
	print_capabilities(device);
}
