// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which devices there are. Firmware has numbered the buses: a bridge says which
 * one is behind it, and a bus always has a higher number than the one its
 * bridge is on. So one pass over the numbers meets every bus after the bridge
 * that leads to it, and bridges cannot lead in circles:
 *
 *	bus 0 -- bridge -- bus 1 -- bridge -- bus 2
 *	     \-- bridge -- bus 3
 *
 * Only buses that are led to are looked at.
 */
#define pr_fmt(fmt) "pci: " fmt

#include <exo/kmalloc.h>
#include <exo/printk.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	VENDOR_NONE = 0xffff,
};

enum bus_state {
	BUS_UNKNOWN,
	BUS_OF_HOST, /* a host bridge's, if it exists */
	BUS_OF_BRIDGE,
};

struct scan {
	struct list_head *devices;
	u8 buses[PCI_BUSES]; /* enum bus_state */
};

static u8 header_type(pci_addr_t address)
{
	return pci_config_read8(address, PCI_HEADER_TYPE);
}

/* Some bridges give zeros where nobody answers. */
static bool answers(pci_addr_t address)
{
	const u16 vendor = pci_config_read16(address, PCI_VENDOR_ID);

	return vendor != VENDOR_NONE && vendor != 0;
}

static void read_header(struct pci_device *device)
{
	const pci_addr_t address = device->address;
	const u32 class = pci_config_read32(address, PCI_REVISION);

	device->vendor = pci_config_read16(address, PCI_VENDOR_ID);
	device->device = pci_config_read16(address, PCI_DEVICE_ID);
	device->class = class >> 8;
	device->revision = (u8) class;
	device->header_type = header_type(address) & ~PCI_HEADER_MULTIFUNCTION;
	device->irq_pin = pci_config_read8(address, PCI_INTERRUPT_PIN);
	device->irq_line = pci_config_read8(address, PCI_INTERRUPT_LINE);
	if (device->header_type == PCI_HEADER_DEVICE) {
		device->subsystem_vendor =
			pci_config_read16(address, PCI_SUBSYSTEM_VENDOR_ID);
		device->subsystem =
			pci_config_read16(address, PCI_SUBSYSTEM_ID);
	} else if (device->header_type == PCI_HEADER_BRIDGE) {
		device->secondary_bus =
			pci_config_read8(address, PCI_SECONDARY_BUS);
		device->subordinate_bus =
			pci_config_read8(address, PCI_SUBORDINATE_BUS);
	}
}

static void complain(const struct pci_device *device, const char *what)
{
	pr_warn(PCI_ADDRESS_FORMAT " %04x:%04x %s\n",
		PCI_ADDRESS_PARTS(device->address), device->vendor,
		device->device, what);
}

static void complain_of_bars(const struct pci_device *device,
			     unsigned int senseless)
{
	for (unsigned int i = 0; i < PCI_BARS; i++)
		if (senseless & 1U << i)
			pr_warn(PCI_ADDRESS_FORMAT
				" %04x:%04x: BAR %u makes no sense, ignored\n",
				PCI_ADDRESS_PARTS(device->address),
				device->vendor, device->device, i);
}

/* Why the bus behind a bridge is not looked at; NULL when it is. */
static const char *bridge_defect(const struct scan *scan,
				 const struct pci_device *bridge)
{
	if (bridge->secondary_bus <= PCI_BUS(bridge->address))
		return "leads to no bus of its own, not followed";
	if (bridge->subordinate_bus < bridge->secondary_bus)
		return "ends before its own bus, not followed";
	if (scan->buses[bridge->secondary_bus] == BUS_OF_BRIDGE)
		return "leads where another bridge does, not followed";
	return NULL;
}

static void follow_bridge(struct scan *scan, const struct pci_device *bridge)
{
	const char *defect = bridge_defect(scan, bridge);

	if (defect)
		complain(bridge, defect);
	else
		scan->buses[bridge->secondary_bus] = BUS_OF_BRIDGE;
}

/* Of several host bridges in 00:00, each has the bus of its function. */
static void follow_host_bridge(struct scan *scan,
			       const struct pci_device *bridge)
{
	const unsigned int bus = PCI_FUNCTION(bridge->address);

	if (bridge->class >> 8 == PCI_CLASS_HOST_BRIDGE &&
	    bridge->address < PCI_FUNCTIONS && scan->buses[bus] == BUS_UNKNOWN)
		scan->buses[bus] = BUS_OF_HOST;
}

static void follow(struct scan *scan, const struct pci_device *device)
{
	switch (device->header_type) {
	case PCI_HEADER_DEVICE:
		follow_host_bridge(scan, device);
		break;
	case PCI_HEADER_BRIDGE:
		follow_bridge(scan, device);
		break;
	case PCI_HEADER_CARDBUS:
		complain(device, "is a CardBus bridge, not followed");
		break;
	default:
		complain(device, "has a header of unknown type");
		break;
	}
}

static int scan_function(struct scan *scan, pci_addr_t address)
{
	struct pci_device *device = kzalloc(sizeof(*device));
	unsigned int senseless;

	if (!device)
		return -ENOMEM;
	device->address = address;
	read_header(device);
	senseless = pci_resources_read(device);
	if (!answers(address)) {
		complain(device, "went away while it was looked at");
		kfree(device);
		return 0;
	}
	list_add_tail(&device->node, scan->devices);
	complain_of_bars(device, senseless);
	follow(scan, device);
	return 0;
}

static int scan_device(struct scan *scan, pci_addr_t first)
{
	unsigned int nr_functions = 1;
	int error = 0;

	if (!answers(first))
		return 0;
	if (header_type(first) & PCI_HEADER_MULTIFUNCTION)
		nr_functions = PCI_FUNCTIONS;
	for (unsigned int i = 0; i < nr_functions && !error; i++)
		if (answers(first + i))
			error = scan_function(scan, first + i);
	return error;
}

static int scan_bus(struct scan *scan, u8 bus)
{
	int error = 0;

	pci_config_open_bus(bus);
	for (unsigned int i = 0; i < PCI_DEVICES && !error; i++)
		error = scan_device(scan, PCI_ADDRESS(bus, i, 0));
	return error;
}

int pci_scan(struct list_head *devices)
{
	struct scan scan = {.devices = devices, .buses = {BUS_OF_HOST}};

	for (unsigned int bus = 0; bus < PCI_BUSES; bus++) {
		if (scan.buses[bus] != BUS_UNKNOWN && scan_bus(&scan, bus)) {
			pci_forget(devices);
			return -ENOMEM;
		}
	}
	return 0;
}

void pci_forget(struct list_head *devices)
{
	struct pci_device *device, *next;

	list_for_each_entry_safe(device, next, devices, node) {
		list_del(&device->node);
		kfree(device);
	}
}
