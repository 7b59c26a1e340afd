/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The local APIC of this processor (Intel SDM vol. 3, chapter
 * "APIC"; AMD APM vol. 2, chapter 16), for the drivers of what it consists of
 * or works with. Its registers are 32 bits wide and lie 16 bytes apart.
 */
#ifndef EXO_LOCAL_APIC_H
#define EXO_LOCAL_APIC_H

#include <exo/types.h>

enum local_apic_register {
	LOCAL_APIC_ID = 0x20, /* in the topmost byte */
	LOCAL_APIC_VERSION = 0x30,
	LOCAL_APIC_TASK_PRIORITY = 0x80,
	LOCAL_APIC_EOI = 0xb0,
	LOCAL_APIC_SPURIOUS = 0xf0, /* also switches it on */
	LOCAL_APIC_IN_SERVICE = 0x100, /* 8 registers, a bit for each vector */
	LOCAL_APIC_ERROR = 0x280,
	LOCAL_APIC_LVT_TIMER = 0x320,
	LOCAL_APIC_LVT_LINT0 = 0x350,
	LOCAL_APIC_LVT_LINT1 = 0x360,
	LOCAL_APIC_LVT_ERROR = 0x370,
	LOCAL_APIC_TIMER_INITIAL = 0x380,
	LOCAL_APIC_TIMER_CURRENT = 0x390,
	LOCAL_APIC_TIMER_DIVIDE = 0x3e0,
};

enum {
	/* Of the local vector table, LVT, beside the vector. */
	LVT_NMI = 4 << 8,
	LVT_EXTINT = 7 << 8, /* the 8259 says which vector */
	LVT_MASKED = 1 << 16,
	LVT_PERIODIC = 1 << 17,

	/* Vectors; the higher the more urgent. */
	VECTOR_LOCAL_TIMER = 0xfd,
	VECTOR_APIC_ERROR = 0xfe,
	VECTOR_APIC_SPURIOUS = 0xff, /* old processors want ones at the end */
};

/*
 * Whether interrupts may be taken from it. False when there is none, when
 * noapic or nolapic was given, and without CONFIG_LOCAL_APIC; nothing below may
 * be called then. True from initcall level irqchip on.
 */
#ifdef CONFIG_LOCAL_APIC
bool local_apic_usable(void);
#else
static inline bool local_apic_usable(void)
{
	return false;
}
#endif

/* Any context; what must not be interrupted, the caller guards. */
u32 local_apic_read(enum local_apic_register reg);
void local_apic_write(enum local_apic_register reg, u32 value);

/* The most urgent interrupt in service has been handled. */
void local_apic_eoi(void);

/* Take no more interrupts from the 8259s: the I/O APICs have their lines. */
void local_apic_disconnect_pic(void);

#endif
