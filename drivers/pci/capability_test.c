// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/pci_capability.h>

#include "test_machine.h"

static struct test_device *made;
static struct pci_device device;

static void begin(u8 first)
{
	test_machine_clear();
	made = test_device(PCI_ADDRESS(0, 1, 0), 0x8086, 0x2922);
	test_set16(made, PCI_STATUS, PCI_STATUS_CAPABILITIES);
	made->bytes[PCI_CAPABILITIES] = first;
	device = (struct pci_device){.address = made->address};
}

static void add(u8 offset, u8 id, u8 next)
{
	made->bytes[offset] = id;
	made->bytes[offset + 1] = next;
}

/* How many there are, and the last of them. */
static unsigned int walk(struct pci_capability *last)
{
	struct pci_capability capability = PCI_CAPABILITIES_OF(&device);
	unsigned int nr = 0;

	test_machine_enter();
	pci_config_open_bus(0);
	for (; pci_capability_next(&capability); nr++)
		*last = capability;
	test_machine_leave();
	return nr;
}

static u8 find(u8 id)
{
	u8 offset;

	test_machine_enter();
	pci_config_open_bus(0);
	offset = pci_find_capability(&device, id);
	test_machine_leave();
	return offset;
}

KTEST(pci_capability, list_is_followed)
{
	struct pci_capability last;

	begin(0x80);
	add(0x80, PCI_CAPABILITY_MSI, 0xa8);
	add(0xa8, PCI_CAPABILITY_SATA, 0x43); /* the low bits mean nothing */
	add(0x40, PCI_CAPABILITY_POWER, 0);
	KTEST_ASSERT_EQ(t, walk(&last), 3);
	KTEST_EXPECT_EQ(t, last.offset, 0x40);
	KTEST_EXPECT_EQ(t, last.id, PCI_CAPABILITY_POWER);
	KTEST_EXPECT_EQ(t, find(PCI_CAPABILITY_SATA), 0xa8);
	KTEST_EXPECT_EQ(t, find(PCI_CAPABILITY_MSIX), 0);
}

KTEST(pci_capability, list_without_the_status_bit_is_none)
{
	struct pci_capability last;

	begin(0x80);
	add(0x80, PCI_CAPABILITY_MSI, 0);
	test_set16(made, PCI_STATUS, 0);
	KTEST_EXPECT_EQ(t, walk(&last), 0);
}

KTEST(pci_capability, headers_of_other_types_have_none)
{
	struct pci_capability last;

	begin(0x80);
	add(0x80, PCI_CAPABILITY_MSI, 0);
	device.header_type = PCI_HEADER_BRIDGE;
	KTEST_EXPECT_EQ(t, walk(&last), 1);
	device.header_type = PCI_HEADER_CARDBUS;
	KTEST_EXPECT_EQ(t, walk(&last), 0);
}

KTEST(pci_capability, circles_end_where_they_close)
{
	struct pci_capability last;

	begin(0x80);
	add(0x80, PCI_CAPABILITY_MSI, 0x80);
	KTEST_EXPECT_EQ(t, walk(&last), 1);
	add(0x80, PCI_CAPABILITY_MSI, 0x90);
	add(0x90, PCI_CAPABILITY_MSIX, 0xa0);
	add(0xa0, PCI_CAPABILITY_POWER, 0x90);
	KTEST_EXPECT_EQ(t, walk(&last), 3);
	KTEST_EXPECT_EQ(t, find(PCI_CAPABILITY_SATA), 0);
}

KTEST(pci_capability, links_into_the_header_end_the_list)
{
	struct pci_capability last;

	begin(0x10);
	KTEST_EXPECT_EQ(t, walk(&last), 0);
	begin(0x40);
	add(0x40, PCI_CAPABILITY_MSI, 0x3c);
	KTEST_EXPECT_EQ(t, walk(&last), 1);
}

KTEST(pci_capability, longest_list_has_48)
{
	struct pci_capability last;

	begin(0x40);
	for (unsigned int offset = 0x40; offset < 0x100; offset += 4)
		add((u8)offset, PCI_CAPABILITY_VENDOR, (u8)(offset + 4));
	KTEST_EXPECT_EQ(t, walk(&last), 48);
	add(0xfc, PCI_CAPABILITY_VENDOR, 0x40);
	KTEST_EXPECT_EQ(t, walk(&last), 48);
}

KTEST(pci_capability, a_device_that_goes_away_ends_the_list)
{
	struct pci_capability last;

	begin(0x40);
	for (unsigned int offset = 0x40; offset < 0x100; offset += 4)
		add((u8)offset, PCI_CAPABILITY_VENDOR, (u8)(offset + 4));
	for (unsigned int n = 1; n < 2 + 2 * 48; n++) {
		test_machine.accesses = 0;
		test_machine.gone_after = n;
		KTEST_EXPECT_EQ(t, walk(&last), n < 3 ? 0 : (n - 1) / 2);
	}
}
