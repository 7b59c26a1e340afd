// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which devices are found, and which buses are looked at.
 */
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <uapi/errno.h>

#include "test_machine.h"

static LIST_HEAD(devices);

/* Scan and forget; the addresses that were found, as "00:01.0 00:02.0". */
static const char *found(void)
{
	static char text[256];
	struct pci_device *device;
	size_t len = 0;

	if (test_machine_scan(&devices))
		return "out of memory";
	text[0] = '\0';
	list_for_each_entry(device, &devices, node)
		len += snprintf(text + len, sizeof(text) - len,
				"%s" PCI_ADDRESS_FORMAT, len ? " " : "",
				PCI_ADDRESS_PARTS(device->address));
	pci_forget(&devices);
	return text;
}

static void add(pci_addr_t address)
{
	test_device(address, 0x8086, 0x100e);
}

static void add_multifunction(pci_addr_t address)
{
	test_device(address, 0x8086, 0x7000)->bytes[PCI_HEADER_TYPE] =
		PCI_HEADER_MULTIFUNCTION;
}

static void add_host_bridge(pci_addr_t address)
{
	struct test_device *bridge = test_device(address, 0x1022, 0x1100);

	test_set32(bridge, PCI_REVISION, 0x06000000);
	bridge->bytes[PCI_HEADER_TYPE] = PCI_HEADER_MULTIFUNCTION;
}

static unsigned int buses_opened(void)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < PCI_BUSES; i++)
		nr += test_machine.opened[i];
	return nr;
}

KTEST(pci_scan, devices_are_listed_by_address)
{
	test_machine_clear();
	add(PCI_ADDRESS(0, 31, 0));
	add(PCI_ADDRESS(0, 0, 0));
	add(PCI_ADDRESS(0, 3, 0));
	KTEST_EXPECT_STREQ(t, found(), "00:00.0 00:03.0 00:1f.0");
}

KTEST(pci_scan, a_machine_without_devices_has_none)
{
	test_machine_clear();
	KTEST_EXPECT_STREQ(t, found(), "");
	KTEST_EXPECT_LE(t, test_machine.accesses, PCI_DEVICES);
}

KTEST(pci_scan, header_is_read)
{
	struct test_device *made;
	struct pci_device *device;

	test_machine_clear();
	made = test_device(PCI_ADDRESS(0, 2, 0), 0x8086, 0x2922);
	test_set32(made, PCI_REVISION, 0x01060102);
	test_set16(made, PCI_SUBSYSTEM_VENDOR_ID, 0x1af4);
	test_set16(made, PCI_SUBSYSTEM_ID, 0x1100);
	test_set16(made, PCI_INTERRUPT_LINE, 0x010a);
	KTEST_ASSERT_EQ(t, test_machine_scan(&devices), 0);
	device = list_first_entry(&devices, struct pci_device, node);
	if (KTEST_EXPECT(t, device)) {
		KTEST_EXPECT_EQ(t, device->vendor, 0x8086);
		KTEST_EXPECT_EQ(t, device->device, 0x2922);
		KTEST_EXPECT_EQ(t, device->class, 0x010601);
		KTEST_EXPECT_EQ(t, device->revision, 2);
		KTEST_EXPECT_EQ(t, device->subsystem_vendor, 0x1af4);
		KTEST_EXPECT_EQ(t, device->subsystem, 0x1100);
		KTEST_EXPECT_EQ(t, device->irq_line, 10);
		KTEST_EXPECT_EQ(t, device->irq_pin, 1);
		KTEST_EXPECT_EQ(t, device->secondary_bus, 0);
	}
	pci_forget(&devices);
}

KTEST(pci_scan, functions_count_only_with_the_multifunction_bit)
{
	test_machine_clear();
	add(PCI_ADDRESS(0, 1, 0));
	add(PCI_ADDRESS(0, 1, 1));
	add_multifunction(PCI_ADDRESS(0, 2, 0));
	add(PCI_ADDRESS(0, 2, 3));
	add(PCI_ADDRESS(0, 2, 7));
	KTEST_EXPECT_STREQ(t, found(), "00:01.0 00:02.0 00:02.3 00:02.7");
}

KTEST(pci_scan, a_device_without_function_0_is_not_there)
{
	test_machine_clear();
	add_multifunction(PCI_ADDRESS(0, 1, 1));
	KTEST_EXPECT_STREQ(t, found(), "");
}

KTEST(pci_scan, a_vendor_of_zeros_is_nobody)
{
	test_machine_clear();
	test_device(PCI_ADDRESS(0, 1, 0), 0, 0);
	KTEST_EXPECT_STREQ(t, found(), "");
}

KTEST(pci_scan, buses_behind_bridges_are_looked_at)
{
	test_machine_clear();
	test_bridge(PCI_ADDRESS(0, 1, 0), 1, 2);
	test_bridge(PCI_ADDRESS(1, 0, 0), 2, 2);
	add(PCI_ADDRESS(2, 5, 0));
	test_bridge(PCI_ADDRESS(0, 2, 0), 0xff, 0xff);
	add(PCI_ADDRESS(0xff, 31, 0));
	KTEST_EXPECT_STREQ(t, found(),
			   "00:01.0 00:02.0 01:00.0 02:05.0 ff:1f.0");
}

KTEST(pci_scan, only_buses_that_are_led_to_are_looked_at)
{
	test_machine_clear();
	test_bridge(PCI_ADDRESS(0, 1, 0), 7, 200);
	add(PCI_ADDRESS(8, 0, 0));
	KTEST_EXPECT_STREQ(t, found(), "00:01.0");
	KTEST_EXPECT_EQ(t, buses_opened(), 2);
	KTEST_EXPECT(t, test_machine.opened[0] && test_machine.opened[7]);
}

KTEST(pci_scan, absurd_bridges_are_listed_and_not_followed)
{
	test_machine_clear();
	test_bridge(PCI_ADDRESS(0, 1, 0), 0, 0); /* not set up */
	test_bridge(PCI_ADDRESS(0, 2, 0), 3, 2); /* ends before it begins */
	test_bridge(PCI_ADDRESS(0, 3, 0), 5, 9);
	test_bridge(PCI_ADDRESS(5, 0, 0), 5, 5); /* to itself */
	test_bridge(PCI_ADDRESS(5, 1, 0), 0, 9); /* back */
	test_bridge(PCI_ADDRESS(5, 2, 0), 4, 9);
	add(PCI_ADDRESS(3, 0, 0));
	add(PCI_ADDRESS(4, 0, 0));
	KTEST_EXPECT_STREQ(t, found(),
			   "00:01.0 00:02.0 00:03.0 05:00.0 05:01.0 05:02.0");
	KTEST_EXPECT_EQ(t, buses_opened(), 2);
}

KTEST(pci_scan, two_bridges_to_a_bus_lead_there_once)
{
	test_machine_clear();
	test_bridge(PCI_ADDRESS(0, 1, 0), 1, 1);
	test_bridge(PCI_ADDRESS(0, 2, 0), 1, 1);
	add(PCI_ADDRESS(1, 0, 0));
	KTEST_EXPECT_STREQ(t, found(), "00:01.0 00:02.0 01:00.0");
}

KTEST(pci_scan, each_host_bridge_has_the_bus_of_its_function)
{
	test_machine_clear();
	add_host_bridge(PCI_ADDRESS(0, 0, 0));
	add_host_bridge(PCI_ADDRESS(0, 0, 2));
	add_host_bridge(PCI_ADDRESS(0, 1, 0));
	add_host_bridge(PCI_ADDRESS(0, 1, 3)); /* not of device 0 */
	test_bridge(PCI_ADDRESS(0, 4, 0), 2, 2); /* the same bus: fine */
	add(PCI_ADDRESS(2, 1, 0));
	KTEST_EXPECT_STREQ(t, found(),
			   "00:00.0 00:00.2 00:01.0 00:01.3 00:04.0 02:01.0");
	KTEST_EXPECT_EQ(t, buses_opened(), 2);
}

KTEST(pci_scan, headers_of_unknown_type_are_listed_and_left_alone)
{
	struct test_device *unknown;

	test_machine_clear();
	unknown = test_device(PCI_ADDRESS(0, 1, 0), 0x1234, 0x5678);
	unknown->bytes[PCI_HEADER_TYPE] = 0x13;
	unknown->bytes[PCI_SECONDARY_BUS] = 1;
	unknown->bytes[PCI_SUBORDINATE_BUS] = 1;
	unknown = test_device(PCI_ADDRESS(0, 2, 0), 0x1180, 0x0476);
	unknown->bytes[PCI_HEADER_TYPE] = PCI_HEADER_CARDBUS;
	unknown->bytes[PCI_SECONDARY_BUS] = 1;
	unknown->bytes[PCI_SUBORDINATE_BUS] = 1;
	add(PCI_ADDRESS(1, 0, 0));
	KTEST_EXPECT_STREQ(t, found(), "00:01.0 00:02.0");
}

static void make_mixture(void)
{
	test_machine_clear();
	add_host_bridge(PCI_ADDRESS(0, 0, 0));
	add_multifunction(PCI_ADDRESS(0, 1, 0));
	add(PCI_ADDRESS(0, 1, 1));
	test_bridge(PCI_ADDRESS(0, 2, 0), 1, 1);
	add(PCI_ADDRESS(1, 0, 0));
	add(PCI_ADDRESS(1, 1, 0));
	test_address_register(&test_machine.devices[4], PCI_BAR_0, 0xfe000000,
			      0xffff0000);
}

enum {
	MIXTURE = 6
};

static unsigned int count(void)
{
	struct pci_device *device;
	unsigned int nr = 0;

	list_for_each_entry(device, &devices, node)
		nr++;
	return nr;
}

KTEST(pci_scan, a_device_that_goes_away_meanwhile_is_left_out)
{
	make_mixture();
	KTEST_EXPECT_EQ(t, test_machine_scan(&devices), 0);
	KTEST_EXPECT_EQ(t, count(), MIXTURE);
	pci_forget(&devices);
	make_mixture();
	test_machine.gone_after = 6; /* amid the header of the first */
	KTEST_EXPECT_EQ(t, test_machine_scan(&devices), 0);
	KTEST_EXPECT_EQ(t, count(), 0);
	pci_forget(&devices);
}

KTEST(pci_scan, nothing_is_left_when_memory_is_short)
{
	fault_inject_each(nth)
	{
		int error;

		make_mixture();
		error = test_machine_scan(&devices);
		if (error) {
			KTEST_EXPECT_EQ(t, error, -ENOMEM);
			KTEST_EXPECT(t, list_empty(&devices));
		} else {
			KTEST_EXPECT_EQ(t, count(), MIXTURE);
		}
		pci_forget(&devices);
	}
}
