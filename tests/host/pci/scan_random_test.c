// SPDX-License-Identifier: GPL-2.0-only
/*
 * The enumeration before machines that make no sense: devices that go away at
 * every possible access, and registers with random contents of which random
 * bits can be written.
 */
#include <exo/console.h>
#include <exo/ktest.h>
#include <exo/pci_capability.h>
#include <exo/unaligned.h>

#include "../../../drivers/pci/test_machine.h"
#include "../boot/mutation.h"

static LIST_HEAD(devices);

enum {
	RUNS = 3000,
	/* What one function costs at most, with all its registers. */
	ACCESSES_OF_A_FUNCTION = 100,
	CAPABILITIES_MAX = 48,
};

static bool range_is_sound(const struct pci_bar *bar)
{
	if (!bar->size)
		return !bar->start;
	return !(bar->size & (bar->size - 1)) &&
	       !(bar->start & (bar->size - 1));
}

static bool device_is_sound(const struct pci_device *device)
{
	for (unsigned int i = 0; i < PCI_BARS; i++)
		if (!range_is_sound(&device->bars[i]))
			return false;
	return range_is_sound(&device->rom) && device->class <= 0xffffff &&
	       device->header_type <= 0x7f;
}

static bool capabilities_end(const struct pci_device *device)
{
	struct pci_capability capability = PCI_CAPABILITIES_OF(device);
	unsigned int nr = 0;

	test_machine_enter();
	while (pci_capability_next(&capability))
		nr++;
	test_machine_leave();
	return nr <= CAPABILITIES_MAX;
}

/* Sorted, none twice, each sound. Returns how many, or -1. */
static int check_devices(void)
{
	struct pci_device *device;
	int before = -1, nr = 0;

	list_for_each_entry(device, &devices, node) {
		if (device->address <= before || !device_is_sound(device) ||
		    !capabilities_end(device))
			return -1;
		before = device->address;
		nr++;
	}
	return nr;
}

static unsigned int buses_opened(void)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < PCI_BUSES; i++)
		nr += test_machine.opened[i];
	return nr;
}

static bool scan_is_bounded(void)
{
	return test_machine.accesses <=
	       buses_opened() * (u64)PCI_DEVICES +
		       test_machine.nr_devices * ACCESSES_OF_A_FUNCTION;
}

static void make_chain(void)
{
	test_machine_clear();
	for (unsigned int bus = 0; bus < 8; bus++) {
		test_bridge(PCI_ADDRESS(bus, 3, 0), bus + 1, 8);
		test_address_register(test_device(PCI_ADDRESS(bus, 9, 0),
						  0x8086, 0x100e),
				      PCI_BAR_0, 0xfe000004, 0xffff0000);
	}
}

KTEST(pci_scan_random, devices_that_go_away_at_any_access_are_left_out)
{
	unsigned long all, undamaged;
	int before = 0;

	make_chain();
	KTEST_ASSERT_EQ(t, test_machine_scan(&devices), 0);
	undamaged = check_devices();
	KTEST_EXPECT_EQ(t, undamaged, 16);
	pci_forget(&devices);
	all = test_machine.accesses;
	for (unsigned long n = 1; n <= all; n++) {
		int found;

		make_chain();
		test_machine.gone_after = n;
		KTEST_ASSERT_EQ(t, test_machine_scan(&devices), 0);
		found = check_devices();
		KTEST_EXPECT_GE(t, found, before);
		KTEST_EXPECT(t, scan_is_bounded());
		before = found;
		pci_forget(&devices);
	}
	KTEST_EXPECT_EQ(t, before, undamaged);
}

/* Devices all over the first buses, with bridges among them. */
static void make_random(u64 *state)
{
	test_machine_clear();
	for (unsigned int i = 0; i < TEST_DEVICES_MAX; i++) {
		const pci_addr_t address =
			random_next(state) &
			(random_next(state) % 4 ? 0x3f8 : 0x3ff);
		struct test_device *device =
			random_next(state) % 4
				? test_device(address, 1, 1)
				: test_bridge(address,
					      1 + random_next(state) % 3,
					      random_next(state) % 16);

		for (unsigned int at = 0; at < PCI_CONFIG_SIZE; at++) {
			device->writable[at] = random_next(state);
			/* The header mostly keeps its type and its buses. */
			if (at >= PCI_BAR_0 && at < PCI_PRIMARY_BUS)
				device->bytes[at] = random_next(state);
			else if (at > PCI_BRIDGE_ROM ||
				 random_next(state) % 64 == 0)
				device->bytes[at] = random_next(state);
		}
	}
	if (random_next(state) % 4 == 0)
		test_machine.gone_after = 1 + random_next(state) % 2000;
}

KTEST(pci_scan_random, random_machines_are_survived)
{
	unsigned int found = 0, buses = 0;

	for (u64 seed = 1; seed <= RUNS; seed++) {
		u64 state = seed;
		int nr;

		make_random(&state);
		KTEST_ASSERT_EQ(t, test_machine_scan(&devices), 0);
		KTEST_EXPECT(t, scan_is_bounded());
		nr = check_devices();
		if (!KTEST_EXPECT_GE(t, nr, 0))
			console_printf("    # with seed %lu\n", seed);
		found += nr;
		buses += buses_opened();
		pci_forget(&devices);
	}
	/* They are neither all empty nor all harmless. */
	KTEST_EXPECT_GT(t, found, 2 * RUNS);
	KTEST_EXPECT_GT(t, buses, 2 * RUNS);
}
