// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers that assembly needs and only the compiler knows. This file is
 * compiled to assembly text and never linked; the build turns its "->NAME
 * value" strings into generated/asm-offsets.inc.
 */
#include "../boot/boot.h"

#include <asm/memlayout.h>
#include <asm/msr.h>
#include <asm/segment.h>
#include <asm/trap_frame.h>
#include <exo/cpu.h>

#define DEFINE(name, value) \
	__asm__ volatile("\n.ascii \"->" #name " %0\"" : : "i"((u64)(value)))

void asm_offsets(void);

void asm_offsets(void)
{
	DEFINE(TRAP_FRAME_SIZE, sizeof(struct trap_frame));
	DEFINE(TRAP_FRAME_RIP, offsetof(struct trap_frame, rip));
	DEFINE(TRAP_FRAME_CS, offsetof(struct trap_frame, cs));
	DEFINE(SELECTOR_KERNEL_CODE, SELECTOR_KERNEL_CODE);
	DEFINE(SELECTOR_KERNEL_DATA, SELECTOR_KERNEL_DATA);
	DEFINE(SELECTOR_TSS, SELECTOR_TSS);
	DEFINE(MSR_EFER, MSR_EFER);
	DEFINE(MSR_GS_BASE, MSR_GS_BASE);
	DEFINE(CPU_CANARY_OFFSET, CPU_CANARY_OFFSET);
	DEFINE(KERNEL_IMAGE_BASE, KERNEL_IMAGE_BASE);
	DEFINE(EARLY_MAP_SIZE, EARLY_MAP_SIZE);
	DEFINE(DIRECT_MAP_PML4_INDEX, DIRECT_MAP_START >> 39 & 511);
	DEFINE(BOOT_PROTOCOL_UNKNOWN, BOOT_PROTOCOL_UNKNOWN);
	DEFINE(BOOT_PROTOCOL_MULTIBOOT2, BOOT_PROTOCOL_MULTIBOOT2);
	DEFINE(BOOT_PROTOCOL_PVH, BOOT_PROTOCOL_PVH);
}
