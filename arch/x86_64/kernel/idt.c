// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt descriptor table: each vector leads to its stub in entry.asm.
 * Every gate is an interrupt gate, so all handlers start with interrupts off.
 */
#include "internal.h"

#include <asm/segment.h>
#include <asm/trap.h>

/* Intel SDM vol. 3, figure 6-8. */
struct gate {
	u16 offset_low;
	u16 selector;
	u8 ist;
	u8 type;
	u16 offset_middle;
	u32 offset_high;
	u32 reserved;
};

struct idt_pointer {
	u16 limit;
	u64 base;
} __packed;

enum {
	GATE_INTERRUPT = 0x8e, /* present, privilege level 0, 64-bit */
	GATE_USER = 0x60, /* user mode may raise it by INT n */
};

static struct gate idt[TRAP_VECTORS] __aligned(16);

static const u8 gate_ist[TRAP_VECTORS] = {
	[TRAP_DOUBLE_FAULT] = IST_DOUBLE_FAULT,
	[TRAP_NMI] = IST_NMI,
	[TRAP_MACHINE_CHECK] = IST_MACHINE_CHECK,
	[TRAP_DEBUG] = IST_DEBUG,
};

/* INT3 and INTO are for user programs to raise; all other gates are not. */
static const u8 gate_user[TRAP_VECTORS] = {
	[TRAP_BREAKPOINT] = GATE_USER,
	[TRAP_OVERFLOW] = GATE_USER,
};

static struct gate gate_make(unsigned int vector)
{
	u64 offset = (u64)trap_stubs + vector * TRAP_STUB_SIZE;

	return (struct gate){
		.offset_low = (u16)offset,
		.selector = SELECTOR_KERNEL_CODE,
		.ist = gate_ist[vector],
		.type = GATE_INTERRUPT | gate_user[vector],
		.offset_middle = (u16)(offset >> 16),
		.offset_high = (u32)(offset >> 32),
	};
}

void idt_init(void)
{
	struct idt_pointer pointer = {
		.limit = sizeof(idt) - 1,
		.base = (u64)idt,
	};

	for (unsigned int vector = 0; vector < TRAP_VECTORS; vector++)
		idt[vector] = gate_make(vector);
	__asm__ volatile("lidt %0" : : "m"(pointer));
}
