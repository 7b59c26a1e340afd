// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of PCI devices, made once at start-up. Nothing is driven here.
 */
#define pr_fmt(fmt) "pci: " fmt

#include <exo/boot_option.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

static LIST_HEAD(devices);

static bool off, ecam_off;

static int parse_pci(const char *value)
{
	if (!strcmp(value, "off"))
		off = true;
	else if (!strcmp(value, "nommconf"))
		ecam_off = true;
	else
		return -EINVAL;
	return 0;
}
BOOT_OPTION("pci=", parse_pci,
	    "off: no PCI; nommconf: its registers by port only");

const struct pci_device *pci_device_next(const struct pci_device *from)
{
	const struct list_head *next = from ? from->node.next : devices.next;

	return next == &devices ? NULL
				: list_entry(next, struct pci_device, node);
}

const struct pci_device *pci_find_device(u16 vendor, u16 device,
					 const struct pci_device *from)
{
	do
		from = pci_device_next(from);
	while (from && (from->vendor != vendor || from->device != device));
	return from;
}

const struct pci_device *pci_find_class(u16 class,
					const struct pci_device *from)
{
	do
		from = pci_device_next(from);
	while (from && from->class >> 8 != class);
	return from;
}

static unsigned int count_devices(void)
{
	const struct pci_device *device;
	unsigned int nr = 0;

	for_each_pci_device(device)
		nr++;
	return nr;
}

static int pci_init(void)
{
	int error;

	if (off) {
		pr_info("off by the command line\n");
		return 0;
	}
	pci_config_init(!ecam_off);
	if (!pci_config->ways[0]) {
		pr_info("none found\n");
		return 0;
	}
	error = pci_scan(&devices);
	if (error)
		return error;
	pr_info("%u devices, configuration space by %s\n", count_devices(),
		pci_config->ways[0]->name);
	return 0;
}
INITCALL(device, pci_init);
