// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configuration space by port, before a model of the host bridge.
 */
#include <asm/io.h>
#include <exo/ktest.h>
#include <exo/string.h>

#include "../../../drivers/pci/internal.h"

enum {
	PORT_ADDRESS = 0xcf8,
	PORT_DATA = 0xcfc,
};

static struct {
	bool present;
	u32 floating; /* what is read where nobody answers */
	u32 address;
	u8 bytes[PCI_CONFIG_SIZE]; /* of the only device, 12:15.3 */
	unsigned int stray; /* accesses to other ports */
} model;

static void begin(void)
{
	memset(&model, 0, sizeof(model));
	model.present = true;
	model.floating = ~0U;
	for (unsigned int i = 0; i < sizeof(model.bytes); i++)
		model.bytes[i] = (u8)i;
}

static const pci_addr_t there = PCI_ADDRESS(0x12, 0x15, 3);

/* The selected byte behind data port @port; NULL when nobody answers. */
static u8 *selected(u16 port)
{
	if (port < PORT_DATA || port > PORT_DATA + 3) {
		model.stray++;
		return NULL;
	}
	if (!model.present || (model.address & ~0xfcU) != 0x8012ab00)
		return NULL;
	return &model.bytes[(model.address & 0xfc) + (port - PORT_DATA)];
}

u8 inb(u16 port)
{
	const u8 *byte = selected(port);

	return byte ? *byte : (u8)model.floating;
}

u16 inw(u16 port)
{
	u16 value = (u16)model.floating;
	const u8 *byte = selected(port);

	if (byte)
		memcpy(&value, byte, sizeof(value));
	return value;
}

u32 inl(u16 port)
{
	u32 value = model.floating;
	const u8 *byte;

	if (port == PORT_ADDRESS)
		return model.present ? model.address : model.floating;
	byte = selected(port);
	if (byte)
		memcpy(&value, byte, sizeof(value));
	return value;
}

static void store(u16 port, const void *value, size_t size)
{
	u8 *byte = selected(port);

	if (byte)
		memcpy(byte, value, size);
}

void outb(u16 port, u8 value)
{
	store(port, &value, sizeof(value));
}

void outw(u16 port, u16 value)
{
	store(port, &value, sizeof(value));
}

void outl(u16 port, u32 value)
{
	if (port == PORT_ADDRESS)
		model.address = value & 0x80fffffc; /* the rest is reserved */
	else
		store(port, &value, sizeof(value));
}

KTEST(pci_config_port, every_width_reads_its_bytes)
{
	const struct pci_config_access *way;

	begin();
	way = pci_config_port();
	KTEST_ASSERT(t, way && way->open_bus(0x12));
	KTEST_EXPECT_EQ(t, way->read(there, 0x43, 1), 0x43);
	KTEST_EXPECT_EQ(t, way->read(there, 0x46, 2), 0x4746);
	KTEST_EXPECT_EQ(t, way->read(there, 0xfc, 4), 0xfffefdfc);
	KTEST_EXPECT_EQ(t, model.stray, 0);
}

KTEST(pci_config_port, every_width_writes_its_bytes)
{
	static const u8 expected[] = {0x40, 0xaa, 0xcc, 0xbb,
				      0x78, 0x56, 0x34, 0x12};
	const struct pci_config_access *way;

	begin();
	way = pci_config_port();
	KTEST_ASSERT(t, way);
	way->write(there, 0x41, 1, 0xaa);
	way->write(there, 0x42, 2, 0xbbcc);
	way->write(there, 0x44, 4, 0x12345678);
	KTEST_EXPECT_MEMEQ(t, model.bytes + 0x40, expected, sizeof(expected));
	KTEST_EXPECT_EQ(t, model.stray, 0);
}

KTEST(pci_config_port, nobody_reads_as_ones)
{
	const struct pci_config_access *way;

	begin();
	way = pci_config_port();
	KTEST_ASSERT(t, way);
	KTEST_EXPECT_EQ(t, way->read(there + 1, 0, 4), ~0U);
	KTEST_EXPECT_EQ(t, way->read(there - 8, 0, 4), ~0U);
	KTEST_EXPECT_EQ(t, way->read(there ^ 0x8000, 0, 4), ~0U);
}

KTEST(pci_config_port, a_machine_without_pci_is_noticed)
{
	begin();
	model.present = false;
	KTEST_EXPECT(t, !pci_config_port());
	model.floating = 0;
	KTEST_EXPECT(t, !pci_config_port());
}

KTEST(pci_config_port, the_search_leaves_the_address_as_it_was)
{
	begin();
	model.address = 0x80001234;
	KTEST_EXPECT(t, pci_config_port());
	KTEST_EXPECT_EQ(t, model.address, 0x80001234);
}
