// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files that are there when the first program starts: archives unpacked into
 * the root. The one in the image (CONFIG_INITRAMFS_SOURCE) comes first, then those
 * that the boot loader passed, in its order, so that later ones override.
 *
 * A module's memory becomes free once it is unpacked. One that is no archive is
 * left alone: it may be for somebody else.
 */
#define pr_fmt(fmt) "initramfs: " fmt

#include <exo/boot_info.h>
#include <exo/boot_module.h>
#include <exo/boot_option.h>
#include <exo/compiler.h>
#include <exo/initcall.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <uapi/errno.h>

#include "unpack.h"

enum {
	SOURCE_NAME_SIZE = BOOT_NAME_MAX + 16,
};

/* usr/initramfs_data.asm; only there when there is a source. */
extern const u8 initramfs_data[], initramfs_data_end[];

static bool without_modules;

static int parse_noinitrd(const char *value)
{
	(void)value;
	without_modules = true;
	return 0;
}
BOOT_OPTION("noinitrd", parse_noinitrd,
	    "do not unpack the archives that the boot loader passes");

static void unpack_built_in(struct unpack *unpack)
{
	if (sizeof(CONFIG_INITRAMFS_SOURCE) > 1)
		unpack_source(unpack, "built in", initramfs_data,
			      initramfs_data_end - initramfs_data);
}

static void free_module(unsigned int index, const char *name)
{
	u64 bytes = boot_module_free(index);

	pr_debug("%s: %llu KB given back\n", name,
		 (unsigned long long)(bytes / 1024));
}

static void unpack_module(struct unpack *unpack, unsigned int index)
{
	const struct boot_module *module = &boot_information()->modules[index];
	const void *data = boot_module_data(index);
	char name[SOURCE_NAME_SIZE];

	snprintf(name, sizeof(name), "module %u%s%s", index,
		 *module->name ? " " : "", module->name);
	if (!data)
		pr_warn("%s lies in memory that is not used\n", name);
	else if (!unpack_source(unpack, name, data, module->size))
		pr_warn("%s is no archive of files: left alone\n", name);
	else
		free_module(index, name);
}

static void unpack_modules(struct unpack *unpack)
{
	const struct boot_info *boot = boot_information();

	for (unsigned int i = 0; i < boot->nr_modules && !without_modules; i++)
		unpack_module(unpack, i);
}

/* Runs right after the root has been mounted: fs/Makefile has the order. */
static int initramfs_unpack(void)
{
	struct unpack *unpack = unpack_begin(NULL);

	if (!unpack)
		return -ENOMEM;
	unpack_built_in(unpack);
	unpack_modules(unpack);
	unpack_end(unpack);
	return 0;
}
INITCALL(device, initramfs_unpack);
