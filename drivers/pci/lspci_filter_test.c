// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "lspci.h"

KTEST(lspci_filter, each_part_may_be_left_out)
{
	static const struct {
		const char *text;
		int bus, device, function;
	} cases[] = {
		{"00:1f.2", 0, 0x1f, 2}, {"ff:1f.7", 0xff, 0x1f, 7},
		{"1f.2", -1, 0x1f, 2},	 {"1f", -1, 0x1f, -1},
		{"3:", 3, -1, -1},	 {"3:.1", 3, -1, 1},
		{".0", -1, -1, 0},	 {"*:*.*", -1, -1, -1},
		{"", -1, -1, -1},	 {":", -1, -1, -1},
	};
	struct lspci_filter filter;

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		KTEST_ASSERT_EQ(t, lspci_filter_parse(cases[i].text, &filter),
				0);
		KTEST_EXPECT_EQ(t, filter.bus, cases[i].bus);
		KTEST_EXPECT_EQ(t, filter.device, cases[i].device);
		KTEST_EXPECT_EQ(t, filter.function, cases[i].function);
	}
}

KTEST(lspci_filter, nonsense_is_refused_and_changes_nothing)
{
	static const char *const nonsense[] = {
		"100:", "20",	"1f.8",	   "g",	 "00:1f.2.3",	 "0:0:0",
		"-1",	"0x1f", "00:1f,2", "**", "0000:00:1f.2", " 1",
	};
	struct lspci_filter filter = {1, 2, 3};

	for (unsigned int i = 0; i < ARRAY_SIZE(nonsense); i++)
		KTEST_EXPECT_EQ(t, lspci_filter_parse(nonsense[i], &filter),
				-EINVAL);
	KTEST_EXPECT_EQ(t, filter.bus, 1);
	KTEST_EXPECT_EQ(t, filter.device, 2);
	KTEST_EXPECT_EQ(t, filter.function, 3);
}

KTEST(lspci_filter, what_is_left_out_matches_all)
{
	static const struct lspci_filter all = LSPCI_FILTER_ALL;
	static const struct lspci_filter slot = {-1, 0x1f, -1};
	static const struct lspci_filter one = {3, 0x1f, 2};

	KTEST_EXPECT(t, lspci_filter_matches(&all, 0xffff));
	KTEST_EXPECT(t, lspci_filter_matches(&slot, PCI_ADDRESS(9, 0x1f, 5)));
	KTEST_EXPECT(t, !lspci_filter_matches(&slot, PCI_ADDRESS(9, 0x1e, 5)));
	KTEST_EXPECT(t, lspci_filter_matches(&one, PCI_ADDRESS(3, 0x1f, 2)));
	KTEST_EXPECT(t, !lspci_filter_matches(&one, PCI_ADDRESS(3, 0x1f, 3)));
	KTEST_EXPECT(t, !lspci_filter_matches(&one, PCI_ADDRESS(2, 0x1f, 2)));
}

KTEST(lspci_filter, classes_have_the_name_of_the_closest)
{
	KTEST_EXPECT_STREQ(t, pci_class_name(0x0106), "SATA controller");
	KTEST_EXPECT_STREQ(t, pci_class_name(0x0604), "PCI bridge");
	KTEST_EXPECT_STREQ(t, pci_class_name(0x02ee), "Network controller");
	KTEST_EXPECT(t, !pci_class_name(0x7700));
}
