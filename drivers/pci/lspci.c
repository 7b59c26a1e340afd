// SPDX-License-Identifier: GPL-2.0-only
/*
 * lspci: the PCI devices, in the formats of pciutils' lspci(8). Without its
 * database of names, a device is its numbers.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

#include "lspci.h"

enum {
	HEADER_SIZE = 64,
	BYTES_PER_ROW = 16,
};

struct options {
	bool numeric; /* -n */
	bool verbose; /* -v */
	unsigned int dump; /* how many times -x */
	struct lspci_filter filter; /* -s */
};

static int parse_letters(const char *letters, struct options *options)
{
	for (; *letters; letters++) {
		if (*letters == 'n')
			options->numeric = true;
		else if (*letters == 'v')
			options->verbose = true;
		else if (*letters == 'x')
			options->dump++;
		else
			return -EINVAL;
	}
	return 0;
}

static int parse_options(char **word, struct options *options)
{
	int error = 0;

	for (; *word && !error; word++) {
		if ((*word)[0] != '-')
			return -EINVAL;
		if ((*word)[1] != 's')
			error = parse_letters(*word + 1, options);
		else if ((*word)[2])
			error = lspci_filter_parse(*word + 2, &options->filter);
		else if (*++word)
			error = lspci_filter_parse(*word, &options->filter);
		else
			return -EINVAL;
	}
	return error;
}

static void print_class(u16 class, bool numeric)
{
	const char *name = numeric ? NULL : pci_class_name(class);

	if (name)
		console_printf("%s", name);
	else
		console_printf("%s%04x", numeric ? "" : "Class ", class);
}

static void print_line(const struct pci_device *device,
		       const struct options *options)
{
	const u8 interface = (u8)device->class;

	console_printf(PCI_ADDRESS_FORMAT " ",
		       PCI_ADDRESS_PARTS(device->address));
	print_class((u16)(device->class >> 8), options->numeric);
	console_printf(": %04x:%04x", device->vendor, device->device);
	if (device->revision)
		console_printf(" (rev %02x)", device->revision);
	if (options->verbose && interface)
		console_printf(" (prog-if %02x)", interface);
	console_printf("\n");
}

/* -x: the header; -xxx: what ports reach; -xxxx: all. */
static unsigned int bytes_to_dump(pci_addr_t address, unsigned int dump)
{
	if (dump < 3)
		return HEADER_SIZE;
	return dump == 3 ? PCI_CONFIG_SIZE : pci_config_size(address);
}

static void print_dump(pci_addr_t address, unsigned int size)
{
	for (unsigned int i = 0; i < size; i++) {
		if (i % BYTES_PER_ROW == 0)
			console_printf("%s%02x:", i ? "\n" : "", i);
		console_printf(" %02x", pci_config_read8(address, i));
	}
	console_printf("\n");
}

static void print_device(const struct pci_device *device,
			 const struct options *options)
{
	print_line(device, options);
	if (options->verbose)
		lspci_print_verbose(device);
	if (options->dump)
		print_dump(device->address,
			   bytes_to_dump(device->address, options->dump));
	if (options->verbose || options->dump)
		console_printf("\n");
}

static int cmd_lspci(int argc, char **argv)
{
	struct options options = {.filter = LSPCI_FILTER_ALL};
	const struct pci_device *device;
	int error = parse_options(argv + 1, &options);

	(void)argc;
	if (error)
		return error;
	if (!pci_device_next(NULL))
		return -ENODEV;
	for_each_pci_device(device)
		if (lspci_filter_matches(&options.filter, device->address))
			print_device(device, &options);
	return 0;
}

KMON_COMMAND(lspci, cmd_lspci, "[-nvx] [-s [BUS:][DEV][.FN]]",
	     "PCI devices; -n class by number, -v details, -x registers");
