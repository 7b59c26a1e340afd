// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of device classes (PCI Code and ID Assignment Specification 1.11),
 * the words being those that lspci(8) prints.
 */
#include <exo/compiler.h>

#include "lspci.h"

struct class_name {
	u16 class;
	const char *name;
};

enum {
	SUBCLASS_OTHER = 0x80, /* of every base class */
};

static const struct class_name names[] = {
	{0x0000, "Non-VGA unclassified device"},
	{0x0001, "VGA compatible unclassified device"},
	{0x0080, "Unassigned class"},
	{0x0100, "SCSI storage controller"},
	{0x0101, "IDE interface"},
	{0x0102, "Floppy disk controller"},
	{0x0104, "RAID bus controller"},
	{0x0105, "ATA controller"},
	{0x0106, "SATA controller"},
	{0x0107, "Serial Attached SCSI controller"},
	{0x0108, "Non-Volatile memory controller"},
	{0x0180, "Mass storage controller"},
	{0x0200, "Ethernet controller"},
	{0x0280, "Network controller"},
	{0x0300, "VGA compatible controller"},
	{0x0302, "3D controller"},
	{0x0380, "Display controller"},
	{0x0400, "Multimedia video controller"},
	{0x0401, "Multimedia audio controller"},
	{0x0403, "Audio device"},
	{0x0480, "Multimedia controller"},
	{0x0500, "RAM memory"},
	{0x0501, "FLASH memory"},
	{0x0580, "Memory controller"},
	{0x0600, "Host bridge"},
	{0x0601, "ISA bridge"},
	{0x0602, "EISA bridge"},
	{0x0604, "PCI bridge"},
	{0x0607, "CardBus bridge"},
	{0x0680, "Bridge"},
	{0x0700, "Serial controller"},
	{0x0701, "Parallel controller"},
	{0x0703, "Modem"},
	{0x0780, "Communication controller"},
	{0x0800, "PIC"},
	{0x0801, "DMA controller"},
	{0x0802, "Timer"},
	{0x0803, "RTC"},
	{0x0805, "SD Host controller"},
	{0x0806, "IOMMU"},
	{0x0880, "System peripheral"},
	{0x0900, "Keyboard controller"},
	{0x0902, "Mouse controller"},
	{0x0980, "Input device controller"},
	{0x0a80, "Docking Station"},
	{0x0b40, "Co-processor"},
	{0x0b80, "Processor"},
	{0x0c00, "FireWire (IEEE 1394)"},
	{0x0c03, "USB controller"},
	{0x0c04, "Fibre Channel"},
	{0x0c05, "SMBus"},
	{0x0c07, "IPMI Interface"},
	{0x0c80, "Serial bus controller"},
	{0x0d11, "Bluetooth"},
	{0x0d80, "Wireless controller"},
	{0x0e80, "Intelligent controller"},
	{0x0f80, "Satellite communications controller"},
	{0x1080, "Encryption controller"},
	{0x1101, "Performance counters"},
	{0x1180, "Signal processing controller"},
	{0x1200, "Processing accelerators"},
	{0x1280, "Processing accelerators"},
	{0x1380, "Non-Essential Instrumentation"},
	{0xff80, "Unassigned class"},
};

static const char *find(u16 class)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].class == class)
			return names[i].name;
	return NULL;
}

const char *pci_class_name(u16 class)
{
	const char *name = find(class);

	return name ? name : find((class & 0xff00) | SUBCLASS_OTHER);
}
