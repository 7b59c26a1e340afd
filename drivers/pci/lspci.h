/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this folder. The parts of the command lspci.
 */
#ifndef PCI_LSPCI_H
#define PCI_LSPCI_H

#include <exo/pci.h>

/* Which devices are shown; -1 is any. */
struct lspci_filter {
	int bus, device, function;
};

#define LSPCI_FILTER_ALL                                \
	{                                               \
		.bus = -1, .device = -1, .function = -1 \
	}

/*
 * Read "[BUS:][DEV][.FN]", hexadecimal, as lspci(8) takes it after -s; "*" and
 * nothing are any. 0, or -EINVAL and *@filter as it was.
 */
int lspci_filter_parse(const char *text, struct lspci_filter *filter);

bool lspci_filter_matches(const struct lspci_filter *filter,
			  pci_addr_t address);

/* "SATA controller" for class 0x0106; NULL for one without a name. */
const char *pci_class_name(u16 class);

/* The lines of lspci -v below a device's own. */
void lspci_print_verbose(const struct pci_device *device);

#endif
