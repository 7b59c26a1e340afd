// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first C code: turns what the loader left into struct boot_info,
 * checks that the kernel itself lies in RAM it may use, drops the identity
 * map and goes on to start_kernel(). Nothing below this file knows which
 * loader ran.
 */
#define pr_fmt(fmt) "boot: " fmt

#include <asm/memlayout.h>
#include <asm/msr.h>
#include <exo/arch_entry.h>
#include <exo/early_console.h>
#include <exo/panic.h>
#include <exo/printk.h>

#include "boot.h"

/* Made by boot.asm and the linker script. */
extern u64 early_pml4[512];
extern const char __image_start[], __image_end[];

__noreturn void boot_main(u32 protocol, u32 information);

static struct boot_info boot_info;

const struct boot_info *boot_information(void)
{
	return &boot_info;
}

const void *boot_memory(paddr_t phys, u64 size)
{
	if (phys >= EARLY_MAP_SIZE || size > EARLY_MAP_SIZE - phys)
		return NULL;
	return phys_to_virt(phys);
}

static int parse(u32 protocol, paddr_t information)
{
	if (IS_ENABLED(CONFIG_BOOT_MULTIBOOT2) &&
	    protocol == BOOT_PROTOCOL_MULTIBOOT2)
		return multiboot2_parse(information, &boot_info);
	if (IS_ENABLED(CONFIG_BOOT_PVH) && protocol == BOOT_PROTOCOL_PVH)
		return pvh_parse(information, &boot_info);
	pr_err("entered by an unknown loader, magic %#lx\n", information);
	return -EINVAL;
}

/*
 * A loader that ignores the memory map may have put the image over memory
 * that firmware still uses; everything later would fail in strange ways.
 */
static void check_image_is_in_ram(void)
{
	const paddr_t start = image_to_phys(__image_start);
	const paddr_t end = image_to_phys(__image_end);
	const struct boot_region *conflict =
		boot_find_conflict(&boot_info, start, end);

	if (conflict)
		panic("the kernel at %#lx-%#lx lies in memory that is not "
		      "free: %#lx-%#lx",
		      start, end, conflict->start,
		      conflict->start + conflict->size);
	if (!boot_range_is_usable(&boot_info, start, end))
		panic("the kernel at %#lx-%#lx is not all in RAM", start, end);
	if (boot_range_holds_loader_data(&boot_info, start, end))
		panic("the loader put its data over the kernel at %#lx-%#lx",
		      start, end);
}

/* Modules are read as RAM later, so they must be RAM. */
static void check_modules_are_in_ram(void)
{
	for (unsigned int i = 0; i < boot_info.nr_modules; i++) {
		const struct boot_module *module = &boot_info.modules[i];
		const paddr_t end = module->start + module->size;

		if (!boot_range_is_usable(&boot_info, module->start, end))
			panic("boot module %u at %#lx-%#lx is not in RAM", i,
			      module->start, end);
	}
}

/* From here on a stray low pointer faults. */
static void drop_identity_map(void)
{
	early_pml4[0] = 0;
	write_cr3(read_cr3());
}

__noreturn void boot_main(u32 protocol, u32 information)
{
	early_console_init();
	if (parse(protocol, information))
		panic("the boot loader's information cannot be used");
	check_image_is_in_ram();
	check_modules_are_in_ram();
	drop_identity_map();
	start_kernel(&boot_info);
}
