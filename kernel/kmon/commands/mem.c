// SPDX-License-Identifier: GPL-2.0-only
/*
 * mem: where memory is and what holds it: the loader's map, the page frames,
 * the kernel image, the modules, the loader's own data. All ranges are printed with their last
 * byte, in physical addresses unless they begin with ffff.
 */
#include <exo/boot_info.h>
#include <exo/boot_memory.h>
#include <exo/boot_module.h>
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/frame.h>
#include <exo/kmon.h>
#include <exo/sections.h>

static void print_range(u64 start, u64 size, const char *what)
{
	console_printf("  %016llx-%016llx %10llu KB  %s\n",
		       (unsigned long long)start,
		       (unsigned long long)(size ? start + size - 1 : start),
		       (unsigned long long)(size / 1024), what);
}

static void print_regions(const struct boot_info *boot)
{
	console_printf("memory map (%s)\n", boot->protocol);
	for (unsigned int i = 0; i < boot->nr_regions; i++)
		print_range(boot->regions[i].start, boot->regions[i].size,
			    boot_region_type_name(boot->regions[i].type));
}

static void print_totals(const struct boot_info *boot)
{
	console_printf("totals\n");
	for (int type = BOOT_REGION_USABLE; type <= BOOT_REGION_BAD; type++) {
		u64 bytes = boot_memory_bytes(boot, type);

		if (bytes)
			console_printf("  %10llu KB  %s\n",
				       (unsigned long long)(bytes / 1024),
				       boot_region_type_name(type));
	}
}

static void print_image(void)
{
	static const struct {
		const char *start, *end, *name;
	} parts[] = {
		{__text_start, __text_end, "text"},
		{__rodata_start, __rodata_end, "rodata"},
		{__data_start, __data_end, "data"},
		{__bss_start, __bss_end, "bss"},
		{__image_start, __image_end, "whole image"},
	};

	console_printf("kernel\n");
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		print_range((u64)parts[i].start, parts[i].end - parts[i].start,
			    parts[i].name);
}

static void print_modules(const struct boot_info *boot)
{
	if (boot->nr_modules)
		console_printf("modules\n");
	for (unsigned int i = 0; i < boot->nr_modules; i++)
		print_range(boot->modules[i].start, boot->modules[i].size,
			    boot_module_freed(i) ? "given back"
						 : boot->modules[i].name);
}

static void print_loader_data(const struct boot_info *boot)
{
	console_printf("loader data\n");
	for (unsigned int i = 0; i < boot->nr_loader_ranges; i++)
		print_range(boot->loader_ranges[i].start,
			    boot->loader_ranges[i].size, boot->protocol);
}

static void print_frames(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	const struct {
		u64 frames;
		const char *what;
	} lines[] = {
		{stats.total, "RAM"},
		{stats.reserved, "reserved"},
		{stats.total - stats.reserved - stats.free, "used"},
		{stats.free, "free"},
		{stats.hot, "of it hot"},
		{stats.zeroed, "of it zeroed"},
	};

	console_printf("frames\n");
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		console_printf("  %10llu KB  %s\n",
			       (unsigned long long)lines[i].frames *
				       (PAGE_SIZE / 1024),
			       lines[i].what);
}

static int cmd_mem(int argc, char **argv)
{
	const struct boot_info *boot = boot_information();

	(void)argc;
	(void)argv;
	print_regions(boot);
	print_totals(boot);
	if (IS_ENABLED(CONFIG_MEMORY))
		print_frames();
	print_image();
	print_modules(boot);
	print_loader_data(boot);
	return 0;
}

KMON_COMMAND(mem, cmd_mem, "",
	     "memory map, totals, frames, kernel image, modules, loader data");
