// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the start information of a PVH boot (Xen, x86/HVM direct boot ABI):
 * one fixed structure that points at the module list, the command line and,
 * from version 1 on, the memory map. QEMU lists all of these, the kernel
 * and the modules as usable RAM, so their places are recorded.
 */
#define pr_fmt(fmt) "pvh: " fmt

#include <exo/compiler.h>
#include <exo/printk.h>
#include <exo/string.h>

#include "boot.h"

enum {
	START_INFO_MAGIC = 0x336ec578,
};

struct start_info {
	u32 magic;
	u32 version;
	u32 flags;
	u32 nr_modules;
	u64 modules; /* physical addresses, 0 for none */
	u64 cmdline;
	u64 rsdp;
	/* From version 1 on. */
	u64 memory_map;
	u32 nr_memory_map_entries;
	u32 reserved;
};

struct module_entry {
	u64 start;
	u64 size;
	u64 cmdline;
	u64 reserved;
};

struct memory_map_entry {
	u64 start;
	u64 size;
	u32 type; /* as e820 */
	u32 reserved;
};

/*
 * Copy the string at @phys and record its place. Its length is not given:
 * it must end within @size bytes of readable memory.
 */
static int read_string(struct boot_info *boot, paddr_t phys, char *buffer,
		       size_t size, const char *what)
{
	const char *text = NULL;
	size_t limit = size;
	ssize_t len;

	/* The end of the map may be nearer than the end of the buffer. */
	while (limit && !(text = boot_memory(phys, limit)))
		limit--;
	if (!text) {
		pr_err("%s at %#lx is out of reach\n", what, phys);
		return -EINVAL;
	}
	len = boot_copy_string(buffer, size, text, limit, what);
	if (len < 0)
		return len;
	return boot_add_loader_range(boot, phys, len + 1);
}

static int read_module(const struct module_entry *entry, struct boot_info *boot)
{
	char name[BOOT_CMDLINE_MAX] = "";
	int err;

	if (entry->cmdline) {
		err = read_string(boot, entry->cmdline, name, sizeof(name),
				  "module command line");
		if (err)
			return err;
	}
	return boot_add_module(boot, entry->start, entry->size, name);
}

static int read_modules(const struct start_info *info, struct boot_info *boot)
{
	u64 size = info->nr_modules * sizeof(struct module_entry);
	const struct module_entry *entries;
	int err;

	if (!info->nr_modules)
		return 0;
	entries = boot_memory(info->modules, size);
	if (!entries) {
		pr_err("%u modules at %#lx are out of reach\n",
		       info->nr_modules, info->modules);
		return -EINVAL;
	}
	err = boot_add_loader_range(boot, info->modules, size);
	for (u32 i = 0; !err && i < info->nr_modules; i++)
		err = read_module(&entries[i], boot);
	return err;
}

static int read_memory_map(const struct start_info *info,
			   struct boot_info *boot)
{
	u64 size =
		info->nr_memory_map_entries * sizeof(struct memory_map_entry);
	const struct memory_map_entry *entries;
	int err;

	if (info->version < 1 || !info->nr_memory_map_entries) {
		pr_err("version %u start information without a memory map\n",
		       info->version);
		return -EINVAL;
	}
	entries = boot_memory(info->memory_map, size);
	if (!entries) {
		pr_err("memory map of %u entries at %#lx is out of reach\n",
		       info->nr_memory_map_entries, info->memory_map);
		return -EINVAL;
	}
	err = boot_add_loader_range(boot, info->memory_map, size);
	for (u32 i = 0; !err && i < info->nr_memory_map_entries; i++)
		err = boot_add_region(
			boot, entries[i].start, entries[i].size,
			boot_region_type_of_e820(entries[i].type));
	return err;
}

int pvh_parse(paddr_t start_info, struct boot_info *boot)
{
	const struct start_info *info = boot_memory(start_info, sizeof(*info));
	int err;

	boot->protocol = "pvh";
	if (!info || info->magic != START_INFO_MAGIC) {
		pr_err("no start information at %#lx\n", start_info);
		return -EINVAL;
	}
	err = boot_add_loader_range(boot, start_info, sizeof(*info));
	if (err)
		return err;
	if (info->cmdline) {
		err = read_string(boot, info->cmdline, boot->cmdline,
				  sizeof(boot->cmdline), "command line");
		if (err)
			return err;
	}
	err = read_modules(info, boot);
	if (err)
		return err;
	err = read_memory_map(info, boot);
	if (err)
		return err;
	if (!boot->nr_regions) {
		pr_err("the memory map is empty\n");
		return -EINVAL;
	}
	boot->acpi_rsdp = info->rsdp;
	return 0;
}
