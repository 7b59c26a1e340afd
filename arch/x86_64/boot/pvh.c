// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the start information of a PVH boot (Xen, x86/HVM direct boot ABI):
 * one fixed structure that points at the module list, the command line and,
 * from version 1 on, the memory map. QEMU lists all of these, the kernel
 * and the modules as usable RAM, so their places are recorded.
 *
 * Nothing is promised to be aligned, so structures are copied out before
 * they are read.
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
	/* Version 0 ends here. */
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
 * it must end before @buffer does.
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

/* Find a table of @size bytes and record its place; NULL after complaining. */
static const void *find_table(struct boot_info *boot, paddr_t phys, u64 size,
			      const char *what)
{
	/* The loader puts nothing at 0: there it means that none was given. */
	const void *table = phys ? boot_memory(phys, size) : NULL;

	if (!table) {
		pr_err("%s of %lu bytes at %#lx is out of reach\n", what, size,
		       phys);
		return NULL;
	}
	return boot_add_loader_range(boot, phys, size) ? NULL : table;
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
	struct module_entry entry;
	const u8 *table;
	int err = 0;

	if (!info->nr_modules)
		return 0;
	table = find_table(boot, info->modules,
			   info->nr_modules * sizeof(entry), "module list");
	if (!table)
		return -EINVAL;
	for (u32 i = 0; !err && i < info->nr_modules; i++) {
		memcpy(&entry, &table[i * sizeof(entry)], sizeof(entry));
		err = read_module(&entry, boot);
	}
	return err;
}

static int read_memory_map(const struct start_info *info,
			   struct boot_info *boot)
{
	struct memory_map_entry entry;
	const u8 *table;
	int err = 0;

	if (!info->nr_memory_map_entries) {
		pr_err("version %u start information without a memory map\n",
		       info->version);
		return -EINVAL;
	}
	table = find_table(boot, info->memory_map,
			   info->nr_memory_map_entries * sizeof(entry),
			   "memory map");
	if (!table)
		return -EINVAL;
	for (u32 i = 0; !err && i < info->nr_memory_map_entries; i++) {
		memcpy(&entry, &table[i * sizeof(entry)], sizeof(entry));
		err = boot_add_region(boot, entry.start, entry.size,
				      boot_region_type_of_e820(entry.type));
	}
	return err;
}

/* Copy the structure at @phys; the fields its version lacks become zero. */
static int read_start_info(paddr_t phys, struct start_info *info,
			   struct boot_info *boot)
{
	u64 size = offsetof(struct start_info, memory_map);
	const void *there = boot_memory(phys, size);

	memset(info, 0, sizeof(*info));
	if (there)
		memcpy(info, there, size);
	if (info->magic != START_INFO_MAGIC) {
		pr_err("no start information at %#lx\n", phys);
		return -EINVAL;
	}
	if (info->version > 0) {
		size = sizeof(*info);
		there = boot_memory(phys, size);
		if (!there) {
			pr_err("start information at %#lx is cut short\n",
			       phys);
			return -EINVAL;
		}
		memcpy(info, there, size);
	}
	return boot_add_loader_range(boot, phys, size);
}

int pvh_parse(paddr_t start_info, struct boot_info *boot)
{
	struct start_info info;
	int err;

	boot->protocol = "pvh";
	err = read_start_info(start_info, &info, boot);
	if (!err && info.cmdline)
		err = read_string(boot, info.cmdline, boot->cmdline,
				  sizeof(boot->cmdline), "command line");
	if (!err)
		err = read_modules(&info, boot);
	if (!err)
		err = read_memory_map(&info, boot);
	if (err)
		return err;
	if (!boot->nr_regions) {
		pr_err("the memory map is empty\n");
		return -EINVAL;
	}
	boot->acpi_rsdp = info.rsdp;
	return 0;
}
