// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where every exception and interrupt arrives from entry.asm, and who gets it:
 *
 *	0-31	exceptions: NMI is survived, those of user programs and of
 *		copies from and to them go to user_trap.c, all others are
 *		reported by oops.c
 *	32-	interrupt lines: irq_dispatch() in kernel/irq.c
 *	above	the processor's own interrupts: kernel/local_vector.c
 *
 * What is nobody's is counted, and reported the first time.
 */
#define pr_fmt(fmt) "trap: " fmt

#include "internal.h"

#include <asm/cpu_features.h>
#include <asm/io.h>
#include <asm/trap.h>
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/printk.h>

enum {
	PIC_MASTER_MASK = 0x21,
	PIC_SLAVE_MASK = 0xa1,
};

static u64 unexpected_count;
static u64 nmi_count;

u64 trap_unexpected_count(void)
{
	return READ_ONCE(unexpected_count);
}

u64 trap_nmi_count(void)
{
	return READ_ONCE(nmi_count);
}

/*
 * An NMI says that something in the platform wants attention, not that the
 * kernel is wrong; no driver claims one yet. IRET unblocks NMIs, so nothing
 * here may trap: a second NMI would overwrite this one's stack.
 */
static void nmi_handle(const struct trap_frame *frame)
{
	nmi_count++;
	pr_emerg("NMI without a known cause at RIP %#lx, continuing\n",
		 (unsigned long)frame->rip);
}

void trap_unexpected(const struct trap_frame *frame)
{
	if (unexpected_count++ == 0)
		pr_err("unexpected vector %u; more are only counted\n",
		       (unsigned int)frame->vector);
}

/* Apart, so that lines pass no comparison for it. */
static void above_lines_handle(struct trap_frame *frame)
{
	if (IS_ENABLED(CONFIG_LOCAL_APIC))
		local_vector_dispatch(frame);
	else
		trap_unexpected(frame);
}

void trap_dispatch(struct trap_frame *frame)
{
	if (frame->vector >= IRQ_VECTOR_FIRST + IRQ_LINES_MAX)
		above_lines_handle(frame);
	else if (frame->vector >= IRQ_VECTOR_FIRST)
		irq_dispatch(frame);
	else if (frame->vector == TRAP_NMI)
		nmi_handle(frame);
	else if (!exception_survived(frame))
		oops(frame);
}

/*
 * Let the entry code clear AC, lest user mode's AC switches SMAP off. Done
 * while the kernel's text is still writable.
 */
void smap_patch(u8 place[3], u8 last_byte)
{
	place[0] = 0x0f;
	place[1] = 0x01;
	place[2] = last_byte;
}

/*
 * Firmware leaves the 8259s delivering on vectors 8-15, where a timer tick
 * looks like a double fault. They stay masked until a driver moves them.
 */
static void legacy_interrupts_mask(void)
{
	outb(PIC_MASTER_MASK, 0xff);
	outb(PIC_SLAVE_MASK, 0xff);
}

void trap_init(void)
{
	legacy_interrupts_mask();
	segments_init();
	idt_init();
	cpu_facts_detect();
	machine_check_enable();
	if (cpu_has(CPU_SMAP)) {
		smap_patch(trap_entry, CLAC_LAST_BYTE);
		smap_patch(trap_entry_paranoid, CLAC_LAST_BYTE);
		user_copy_init();
	}
	user_mode_init();
}
