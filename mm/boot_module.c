// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of boot modules. It was kept from the frame allocator at start-up,
 * whole pages of it; those that hold nothing else become ordinary frames.
 */
#include <asm/memlayout.h>
#include <exo/boot_info.h>
#include <exo/boot_module.h>
#include <exo/compiler.h>
#include <exo/early_memory.h>
#include <exo/frame.h>
#include <exo/panic.h>

#include "range_list.h"

static u32 freed; /* a bit for each module */
static struct range_list own; /* of the one being freed; too large for a stack */

_Static_assert(BOOT_MODULES_MAX <= 32, "the bits of freed");

static const struct boot_module *module_at(unsigned int index)
{
	const struct boot_info *boot = boot_information();

	ASSERT(index < boot->nr_modules);
	return &boot->modules[index];
}

const void *boot_module_data(unsigned int index)
{
	const struct boot_module *module = module_at(index);
	paddr_t end = module->start + module->size;

	for (paddr_t page = ALIGN_DOWN(module->start, PAGE_SIZE); page < end;
	     page += PAGE_SIZE)
		if (!phys_is_ram(page))
			return NULL;
	return phys_to_virt(module->start);
}

u64 boot_module_free(unsigned int index)
{
	u64 bytes = 0;

	if (boot_module_freed(index))
		return 0;
	freed |= 1U << index;
	early_memory_of_module(boot_information(), index, &own);
	for (unsigned int i = 0; i < own.nr; i++) {
		u64 size = own.ranges[i].end - own.ranges[i].start;

		frame_manage(phys_to_frame(own.ranges[i].start),
			     size / PAGE_SIZE);
		bytes += size;
	}
	return bytes;
}

bool boot_module_freed(unsigned int index)
{
	return freed & 1U << index;
}
