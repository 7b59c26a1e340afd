// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments of this CPU: the descriptor table, the task state segment and the
 * interrupt stacks it points to. Long mode ignores segment bases and limits
 * (Intel SDM vol. 3, 3.2.4); what is left of a code or data descriptor is
 * present, privilege level and, for code, the long-mode bit.
 *
 * Double fault, NMI, machine check and debug exceptions get stacks of their
 * own: the first because the current stack may be the reason, the others
 * because they can come where the stack is still the user's (between SYSCALL
 * and the load of RSP; a debug exception does after MOV SS).
 */
#include "internal.h"

#include <asm/memlayout.h>
#include <asm/segment.h>
#include <exo/compiler.h>
#include <exo/cpu.h>

enum {
	IST_STACK_SIZE = CONFIG_IST_STACK_KB * 1024,
	/* Guard pages need page tables that can have holes. */
	IST_GUARD_SIZE = IS_ENABLED(CONFIG_MEMORY) ? PAGE_SIZE : 0,
	IST_STACK_ALIGN = IS_ENABLED(CONFIG_MEMORY) ? PAGE_SIZE : 16,
	GDT_ENTRIES = SELECTOR_TSS / 8 + 2,
};

#define DESCRIPTOR_PRESENT   (1ULL << 47)
#define DESCRIPTOR_USER	     (3ULL << 45)
#define DESCRIPTOR_SEGMENT   (1ULL << 44) /* code or data, not a system one */
#define DESCRIPTOR_CODE	     (1ULL << 43)
#define DESCRIPTOR_WRITABLE  (1ULL << 41) /* readable, when it is code */
#define DESCRIPTOR_ACCESSED  (1ULL << 40) /* set: the CPU need not write it */
#define DESCRIPTOR_LONG_MODE (1ULL << 53)
#define DESCRIPTOR_TSS	     (9ULL << 40) /* type: available 64-bit TSS */

#define DESCRIPTOR_DATA                                                  \
	(DESCRIPTOR_PRESENT | DESCRIPTOR_SEGMENT | DESCRIPTOR_WRITABLE | \
	 DESCRIPTOR_ACCESSED)
#define DESCRIPTOR_TEXT \
	(DESCRIPTOR_DATA | DESCRIPTOR_CODE | DESCRIPTOR_LONG_MODE)

/*
 * A stack as the processor enters it, above its guard page: the word at the
 * very top tells trap_entry_paranoid this CPU's GS base.
 */
struct ist_stack {
	u8 guard[IST_GUARD_SIZE];
	u8 bytes[IST_STACK_SIZE - 16];
	struct cpu *cpu;
	u64 unused;
} __aligned(IST_STACK_ALIGN);

_Static_assert(offsetof(struct ist_stack, cpu) % 16 == 0,
	       "the processor would round the stack's top down");

static struct ist_stack boot_ist[IST_SLOTS - 1];
struct tss boot_tss;
static u64 boot_gdt[GDT_ENTRIES] __aligned(16);

static const char *const ist_names[IST_SLOTS] = {
	[IST_DOUBLE_FAULT] = "double fault stack",
	[IST_NMI] = "NMI stack",
	[IST_MACHINE_CHECK] = "machine check stack",
	[IST_DEBUG] = "debug exception stack",
};

bool ist_find(unsigned long address, struct stack_range *range)
{
	for (unsigned int slot = 1; slot < IST_SLOTS; slot++) {
		unsigned long start = (unsigned long)boot_ist[slot - 1].bytes;
		unsigned long end = (unsigned long)&boot_ist[slot - 1].cpu;

		if (address < start || address >= end)
			continue;
		*range = (struct stack_range){start, end, ist_names[slot]};
		return true;
	}
	return false;
}

unsigned long ist_guard(unsigned int slot)
{
	if (!IST_GUARD_SIZE || slot >= IST_SLOTS)
		return 0;
	return (unsigned long)boot_ist[slot - 1].guard;
}

static void tss_init(struct tss *tss)
{
	for (unsigned int slot = 1; slot < IST_SLOTS; slot++) {
		struct ist_stack *stack = &boot_ist[slot - 1];

		stack->cpu = this_cpu();
		tss->ist[slot - 1] = (u64)&stack->cpu;
	}
	tss->io_map_base = sizeof(*tss);
}

static void gdt_fill(u64 gdt[GDT_ENTRIES], const struct tss *tss)
{
	u64 base = (u64)tss;

	gdt[SELECTOR_KERNEL_CODE / 8] = DESCRIPTOR_TEXT;
	gdt[SELECTOR_KERNEL_DATA / 8] = DESCRIPTOR_DATA;
	gdt[SELECTOR_USER_DATA / 8] = DESCRIPTOR_DATA | DESCRIPTOR_USER;
	gdt[SELECTOR_USER_CODE / 8] = DESCRIPTOR_TEXT | DESCRIPTOR_USER;
	gdt[SELECTOR_TSS / 8] = DESCRIPTOR_PRESENT | DESCRIPTOR_TSS |
				(sizeof(*tss) - 1) | (base & 0xffffff) << 16 |
				(base >> 24 & 0xff) << 56;
	gdt[SELECTOR_TSS / 8 + 1] = base >> 32;
}

void segments_init(void)
{
	tss_init(&boot_tss);
	gdt_fill(boot_gdt, &boot_tss);
	segments_load(boot_gdt, sizeof(boot_gdt));
}
