// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the address registers of a device say.
 */
#include <exo/ktest.h>

#include "test_machine.h"

static struct test_device *made;
static struct pci_device device;
static struct test_device before;

static void begin(void)
{
	test_machine_clear();
	made = test_device(PCI_ADDRESS(0, 1, 0), 0x8086, 0x100e);
}

static void set_bar(unsigned int n, u32 value, u32 writable)
{
	test_address_register(made, PCI_BAR_0 + 4 * n, value, writable);
}

/* Returns the bits of what makes no sense. */
static unsigned int read(void)
{
	unsigned int senseless;

	before = *made;
	device = (struct pci_device){
		.address = made->address,
		.header_type = made->bytes[PCI_HEADER_TYPE],
		.class = (u32)made->bytes[0xb] << 16 | (u32)made->bytes[0xa]
							       << 8,
	};
	test_machine_enter();
	pci_config_open_bus(0);
	senseless = pci_resources_read(&device);
	test_machine_leave();
	return senseless;
}

static bool bar_is(unsigned int n, u64 start, u64 size)
{
	return device.bars[n].start == start && device.bars[n].size == size;
}

KTEST(pci_resources, ports_are_read)
{
	begin();
	set_bar(0, 0xc001, 0x0000ffc0); /* upper half fixed to zeros */
	set_bar(1, 0xd041, 0xfffffffc); /* the smallest */
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT(t, bar_is(0, 0xc000, 64) && device.bars[0].io);
	KTEST_EXPECT(t, bar_is(1, 0xd040, 4) && device.bars[1].io);
	KTEST_EXPECT(t, bar_is(2, 0, 0));
}

KTEST(pci_resources, memory_below_4_gb_is_read)
{
	begin();
	set_bar(0, 0xfebc0000, 0xfffe0000);
	set_bar(2, 0xfd000008, 0xff000000);
	set_bar(3, 0x00000002, 0x000f0000); /* below 1 MB, not assigned */
	set_bar(5, 0x80000000, 0x80000000);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT(t, bar_is(0, 0xfebc0000, 0x20000));
	KTEST_EXPECT(t, !device.bars[0].io && !device.bars[0].prefetchable);
	KTEST_EXPECT(t, bar_is(2, 0xfd000000, 0x1000000));
	KTEST_EXPECT(t, device.bars[2].prefetchable);
	KTEST_EXPECT(t, bar_is(3, 0, 0x10000));
	KTEST_EXPECT(t, bar_is(5, 0x80000000, 0x80000000));
}

KTEST(pci_resources, memory_of_64_bits_takes_two_registers)
{
	begin();
	set_bar(0, 0x0000000c, 0xc0000000);
	set_bar(1, 0x00000080, 0xffffffff);
	set_bar(2, 0x00000004, 0); /* 8 GB: the lower half is fixed */
	set_bar(3, 0x00000002, 0xfffffffe);
	set_bar(4, 0xfe000004, 0xffffc000);
	set_bar(5, 0, 0xffffffff);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT(t, bar_is(0, 0x8000000000, 0x40000000));
	KTEST_EXPECT(t, device.bars[0].is_64 && device.bars[0].prefetchable);
	KTEST_EXPECT(t, bar_is(1, 0, 0));
	KTEST_EXPECT(t, bar_is(2, 0x200000000, 0x200000000));
	KTEST_EXPECT(t, bar_is(4, 0xfe000000, 0x4000));
	KTEST_EXPECT(t, bar_is(5, 0, 0));
}

KTEST(pci_resources, rom_is_read_and_stays_off)
{
	begin();
	test_address_register(made, PCI_ROM, 0xfeb80000, 0xfffc0001);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, device.rom.start, 0xfeb80000);
	KTEST_EXPECT_EQ(t, device.rom.size, 0x40000);
}

KTEST(pci_resources, bridges_have_two_and_a_rom_of_their_own)
{
	begin();
	made->bytes[PCI_HEADER_TYPE] = PCI_HEADER_BRIDGE;
	set_bar(0, 0xfea95000, 0xfffff000);
	set_bar(2, 0x00ff0100, 0xffffffff); /* bus numbers */
	test_address_register(made, PCI_BRIDGE_ROM, 0xfe000000, 0xffff0000);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT(t, bar_is(0, 0xfea95000, 0x1000));
	KTEST_EXPECT(t, bar_is(2, 0, 0));
	KTEST_EXPECT_EQ(t, device.rom.size, 0x10000);
}

KTEST(pci_resources, what_makes_no_sense_is_left_out)
{
	begin();
	set_bar(0, 0x00000006, 0xffff0000); /* a reserved type */
	set_bar(1, 0x00000001, 0x00000000); /* ports, of any address */
	set_bar(2, 0x0000c000, 0xfffffff1); /* ports or memory? */
	set_bar(3, 0xfe000000, 0xffff0000);
	set_bar(5, 0xfd000004, 0xffff0000); /* 64 bits, half of them missing */
	test_address_register(made, PCI_ROM, 0, 1);
	KTEST_EXPECT_EQ(t, read(), 1 << 0 | 1 << 1 | 1 << 2 | 1 << 5);
	for (unsigned int i = 0; i < PCI_BARS; i++)
		KTEST_EXPECT_EQ(t, device.bars[i].size, i == 3 ? 0x10000 : 0);
	KTEST_EXPECT_EQ(t, device.rom.size, 0);
}

KTEST(pci_resources, all_registers_are_as_before)
{
	begin();
	test_set16(made, PCI_COMMAND, 0x0507);
	set_bar(0, 0xfe000004, 0xffffc000);
	set_bar(1, 0x00000001, 0xffffffff);
	set_bar(2, 0xc001, 0xffc0);
	test_address_register(made, PCI_ROM, 0xfeb80001, 0xfffc0001);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT_MEMEQ(t, made, &before, sizeof(before));
}

KTEST(pci_resources, a_device_answers_nowhere_while_its_registers_change)
{
	begin();
	set_bar(0, 0xfebc0000, 0xfffe0000);
	read();
	KTEST_EXPECT(t, !test_machine.moved_while_decoding);
	KTEST_EXPECT_EQ(t, device.bars[0].size, 0x20000);
}

KTEST(pci_resources, host_bridges_are_not_touched)
{
	begin();
	test_set32(made, PCI_REVISION, 0x06000000);
	set_bar(0, 0xe0000008, 0xf0000000);
	KTEST_EXPECT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, test_machine.accesses, 0);
}
