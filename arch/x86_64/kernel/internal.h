/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. What the files of this folder share with each other only.
 */
#ifndef ARCH_KERNEL_INTERNAL_H
#define ARCH_KERNEL_INTERNAL_H

#include <asm/stack.h>
#include <asm/trap_frame.h>
#include <exo/compiler.h>
#include <exo/printk.h>
#include <exo/types.h>

/* gdt.c */
void segments_init(void);
/* The interrupt stack that holds @address. */
bool ist_find(unsigned long address, struct stack_range *range);

/* The guard page below the interrupt stack of @slot; 0 when there is none. */
unsigned long ist_guard(unsigned int slot);

#ifdef CONFIG_THREADS
/* thread_stack.c: the thread's stack that holds @address. */
bool thread_stack_find(unsigned long address, struct stack_range *range);
#else
static inline bool thread_stack_find(unsigned long address,
				     struct stack_range *range)
{
	(void)address;
	(void)range;
	return false;
}
#endif

/* descriptor_load.asm */
void segments_load(const void *gdt, size_t bytes);

/* idt.c */
void idt_init(void);

/* entry.asm: the entry of vector v is trap_stubs + v * TRAP_STUB_SIZE. */
enum {
	TRAP_STUB_SIZE = 16
};
extern const char trap_stubs[], trap_stubs_end[];
extern u8 trap_entry[], trap_entry_paranoid[];

/* trap.c, called by entry.asm only */
void trap_dispatch(struct trap_frame *frame);

/* machine_check.c */
void machine_check_enable(void);
void machine_check_report(void);

/* oops.c: report the fault and stop by the policy of panic=. */
__noreturn __cold void oops(const struct trap_frame *frame);

/*
 * backtrace.c: print a line with the code @address: its symbol if there is
 * one, and the number as [<...>], which scripts/decode-oops looks for.
 */
void code_address_print(enum log_level level, const char *before,
			unsigned long address, const char *after);

#endif
