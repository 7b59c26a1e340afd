// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which way is taken to a bus, and what is out of reach.
 */
#include <exo/ktest.h>

#include "internal.h"

enum {
	ECAM_LAST_BUS = 1,
	ECAM_SAYS = 0x11111111,
	PORTS_SAY = 0x22222222,
};

static u32 written;

static bool ecam_opens(u8 bus)
{
	return bus <= ECAM_LAST_BUS;
}

static bool ports_open(u8 bus)
{
	(void)bus;
	return true;
}

static u32 ecam_read(pci_addr_t address, unsigned int offset,
		     unsigned int width)
{
	(void)address;
	(void)offset;
	(void)width;
	return ECAM_SAYS;
}

static u32 ports_read(pci_addr_t address, unsigned int offset,
		      unsigned int width)
{
	(void)address;
	(void)offset;
	(void)width;
	return PORTS_SAY;
}

static void take(pci_addr_t address, unsigned int offset, unsigned int width,
		 u32 value)
{
	(void)address;
	(void)offset;
	(void)width;
	written = value;
}

static const struct pci_config_access ecam = {
	.size = PCI_CONFIG_SIZE_EXTENDED,
	.open_bus = ecam_opens,
	.read = ecam_read,
	.write = take,
};

static const struct pci_config_access ports = {
	.size = PCI_CONFIG_SIZE,
	.open_bus = ports_open,
	.read = ports_read,
	.write = take,
};

/* The values that bus 0, 1, 2 and the closed bus 3 give at @offset. */
static void read_buses(struct pci_config *config, unsigned int offset,
		       u32 values[4])
{
	struct pci_config *real = pci_config;

	pci_config = config;
	for (unsigned int bus = 0; bus < 3; bus++)
		pci_config_open_bus((u8)bus);
	for (unsigned int bus = 0; bus < 4; bus++)
		values[bus] = pci_config_read32(PCI_ADDRESS(bus, 0, 0), offset);
	written = 0;
	pci_config_write32(PCI_ADDRESS(2, 0, 0), offset, 7);
	pci_config_write32(PCI_ADDRESS(3, 0, 0), offset, 8);
	pci_config = real;
}

static struct pci_config config;

KTEST(pci_config, the_better_way_is_taken_where_it_leads)
{
	u32 values[4];

	config = (struct pci_config){.ways = {&ecam, &ports}};
	read_buses(&config, 0xfc, values);
	KTEST_EXPECT_EQ(t, values[0], ECAM_SAYS);
	KTEST_EXPECT_EQ(t, values[1], ECAM_SAYS);
	KTEST_EXPECT_EQ(t, values[2], PORTS_SAY);
	KTEST_EXPECT_EQ(t, values[3], ~0U);
	KTEST_EXPECT_EQ(t, written, 7);
}

KTEST(pci_config, what_is_out_of_reach_reads_as_ones)
{
	u32 values[4];

	config = (struct pci_config){.ways = {&ecam, &ports}};
	read_buses(&config, 0x100, values);
	KTEST_EXPECT_EQ(t, values[1], ECAM_SAYS);
	KTEST_EXPECT_EQ(t, values[2], ~0U);
	KTEST_EXPECT_EQ(t, written, 0);
	read_buses(&config, PCI_CONFIG_SIZE_EXTENDED, values);
	KTEST_EXPECT_EQ(t, values[0], ~0U);
}

KTEST(pci_config, without_a_way_nobody_answers)
{
	u32 values[4];

	config = (struct pci_config){.ways = {NULL}};
	read_buses(&config, 0, values);
	for (unsigned int bus = 0; bus < 4; bus++)
		KTEST_EXPECT_EQ(t, values[bus], ~0U);
	KTEST_EXPECT_EQ(t, written, 0);
}
