// SPDX-License-Identifier: GPL-2.0-only
/*
 * What makes no sense is named in the log.
 */
#include <exo/ktest.h>

#include "../../../drivers/pci/test_machine.h"
#include "kernel_model.h"

static LIST_HEAD(devices);

static const char *message(void)
{
	last_message[0] = '\0';
	if (test_machine_scan(&devices))
		return "out of memory";
	pci_forget(&devices);
	return last_message;
}

static void begin(void)
{
	test_machine_clear();
	test_bridge(PCI_ADDRESS(0, 1, 0), 5, 9);
}

KTEST(pci_scan_log, bridges_that_are_followed_are_not_mentioned)
{
	begin();
	test_bridge(PCI_ADDRESS(5, 0, 0), 6, 6);
	KTEST_EXPECT_STREQ(t, message(), "");
}

KTEST(pci_scan_log, absurd_bridges_are_named)
{
	static const struct {
		u8 secondary, subordinate;
		const char *message;
	} cases[] = {
		{0, 0, "leads to no bus of its own"},
		{4, 9, "leads to no bus of its own"},
		{5, 5, "leads to no bus of its own"},
		{7, 6, "ends before its own bus"},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		begin();
		test_bridge(PCI_ADDRESS(5, 0, 0), cases[i].secondary,
			    cases[i].subordinate);
		KTEST_EXPECT(t, strstr(message(), cases[i].message));
		KTEST_EXPECT(t, strstr(last_message, "pci: 05:00.0 1b36:0001"));
	}
}

KTEST(pci_scan_log, a_bus_with_two_bridges_is_named)
{
	begin();
	test_bridge(PCI_ADDRESS(0, 2, 0), 5, 5);
	KTEST_EXPECT_STREQ(t, message(),
			   "pci: 00:02.0 1b36:0001 leads where another bridge "
			   "does, not followed\n");
}

KTEST(pci_scan_log, senseless_registers_are_named)
{
	test_machine_clear();
	test_address_register(test_device(PCI_ADDRESS(0, 3, 0), 0x8086, 0x100e),
			      PCI_BAR_0 + 8, 6, 0xffff0000);
	KTEST_EXPECT_STREQ(t, message(),
			   "pci: 00:03.0 8086:100e: BAR 2 makes no sense, "
			   "ignored\n");
}
