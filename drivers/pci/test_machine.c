// SPDX-License-Identifier: GPL-2.0-only
/* See test_machine.h. */
#include <exo/string.h>
#include <exo/unaligned.h>

#include "test_machine.h"

struct test_machine test_machine;

static bool gone(void)
{
	return test_machine.gone_after &&
	       test_machine.accesses > test_machine.gone_after;
}

static struct test_device *find(pci_addr_t address)
{
	for (unsigned int i = 0; i < test_machine.nr_devices; i++)
		if (test_machine.devices[i].address == address)
			return &test_machine.devices[i];
	return NULL;
}

static bool open_bus(u8 bus)
{
	test_machine.opened[bus] = true;
	return true;
}

static u32 read(pci_addr_t address, unsigned int offset, unsigned int width)
{
	const struct test_device *device = find(address);
	u32 value = ~0U;

	test_machine.accesses++;
	if (device && !gone())
		memcpy(&value, device->bytes + offset, width);
	return value;
}

static bool is_bar(unsigned int offset)
{
	return offset >= PCI_BAR_0 &&
	       offset < PCI_BAR_0 + PCI_BARS * sizeof(u32);
}

static void write(pci_addr_t address, unsigned int offset, unsigned int width,
		  u32 value)
{
	struct test_device *device = find(address);

	test_machine.accesses++;
	if (!device || gone())
		return;
	if (is_bar(offset) && (device->bytes[PCI_COMMAND] &
			       (PCI_COMMAND_IO | PCI_COMMAND_MEMORY)))
		test_machine.moved_while_decoding = true;
	for (unsigned int i = 0; i < width; i++) {
		const u8 writable = device->writable[offset + i];
		u8 *byte = &device->bytes[offset + i];

		*byte = (*byte & ~writable) | ((value >> 8 * i) & writable);
	}
}

static const struct pci_config_access access = {
	.name = "test",
	.size = PCI_CONFIG_SIZE,
	.open_bus = open_bus,
	.read = read,
	.write = write,
};

static struct pci_config config = {.ways = {&access}};
static struct pci_config *real;

void test_machine_clear(void)
{
	memset(&test_machine, 0, sizeof(test_machine));
	memset(config.way_to, 0, sizeof(config.way_to));
}

struct test_device *test_device(pci_addr_t address, u16 vendor, u16 device)
{
	struct test_device *added =
		&test_machine.devices[test_machine.nr_devices++];

	added->address = address;
	test_set16(added, PCI_VENDOR_ID, vendor);
	test_set16(added, PCI_DEVICE_ID, device);
	test_set16(added, PCI_COMMAND, PCI_COMMAND_IO | PCI_COMMAND_MEMORY);
	memset(added->writable + PCI_COMMAND, 0xff, sizeof(u16));
	return added;
}

struct test_device *test_bridge(pci_addr_t address, u8 secondary,
				u8 subordinate)
{
	struct test_device *bridge = test_device(address, 0x1b36, 0x0001);

	test_set32(bridge, PCI_REVISION, 0x06040000);
	bridge->bytes[PCI_HEADER_TYPE] = PCI_HEADER_BRIDGE;
	bridge->bytes[PCI_PRIMARY_BUS] = PCI_BUS(address);
	bridge->bytes[PCI_SECONDARY_BUS] = secondary;
	bridge->bytes[PCI_SUBORDINATE_BUS] = subordinate;
	return bridge;
}

void test_set16(struct test_device *device, unsigned int offset, u16 value)
{
	store_u16(device->bytes + offset, value);
}

void test_set32(struct test_device *device, unsigned int offset, u32 value)
{
	store_u32(device->bytes + offset, value);
}

void test_address_register(struct test_device *device, unsigned int offset,
			   u32 value, u32 writable)
{
	store_u32(device->bytes + offset, value);
	store_u32(device->writable + offset, writable);
}

void test_machine_enter(void)
{
	real = pci_config;
	pci_config = &config;
}

void test_machine_leave(void)
{
	pci_config = real;
}

int test_machine_scan(struct list_head *devices)
{
	int error;

	test_machine_enter();
	error = pci_scan(devices);
	test_machine_leave();
	return error;
}
