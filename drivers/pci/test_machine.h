/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this folder. A machine for tests, whose PCI devices
 * are what the test says: they have registers of bits that can be written
 * and bits that cannot, and may go away at any access.
 *
 *	test_machine_clear();
 *	test_device(0x0008, 0x8086, 0x100e);
 *	error = test_machine_scan(&devices);
 */
#ifndef PCI_TEST_MACHINE_H
#define PCI_TEST_MACHINE_H

#include "internal.h"

enum {
	TEST_DEVICES_MAX = 48,
};

struct test_device {
	pci_addr_t address;
	u8 bytes[PCI_CONFIG_SIZE];
	u8 writable[PCI_CONFIG_SIZE]; /* a bit each */
};

struct test_machine {
	unsigned int nr_devices;
	struct test_device devices[TEST_DEVICES_MAX];
	bool opened[PCI_BUSES];
	unsigned long accesses;
	unsigned long gone_after; /* so many accesses; 0: never */
	bool moved_while_decoding; /* a BAR was written that answered */
};

extern struct test_machine test_machine;

/* No devices at all. */
void test_machine_clear(void);

/* Add a device; a bridge leads to @secondary and as far as @subordinate. */
struct test_device *test_device(pci_addr_t address, u16 vendor, u16 device);
struct test_device *test_bridge(pci_addr_t address, u8 secondary,
				u8 subordinate);

void test_set16(struct test_device *device, unsigned int offset, u16 value);
void test_set32(struct test_device *device, unsigned int offset, u32 value);

/* Register @offset holds @value, of which the bits in @writable can change. */
void test_address_register(struct test_device *device, unsigned int offset,
			   u32 value, u32 writable);

/* Have configuration space be that of the test's machine, or the real one. */
void test_machine_enter(void);
void test_machine_leave(void);

/* pci_scan() of the test's machine. */
int test_machine_scan(struct list_head *devices);

#endif
