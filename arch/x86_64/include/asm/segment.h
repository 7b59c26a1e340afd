/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. Segment selectors. The order is the one SYSCALL and SYSRET
 * ask for (Intel SDM vol. 2, SYSRET): with STAR[63:48] = SELECTOR_SYSRET the
 * processor takes SS from the entry after it and CS from the one after that. The
 * numbers are those of Linux, as programs can see them; 32-bit code, of which there is
 * none, would have the entry of SELECTOR_SYSRET.
 */
#ifndef ASM_SEGMENT_H
#define ASM_SEGMENT_H

#define SELECTOR_KERNEL_CODE 0x10
#define SELECTOR_KERNEL_DATA 0x18
#define SELECTOR_USER_DATA   0x2b /* with requested privilege level 3 */
#define SELECTOR_USER_CODE   0x33
#define SELECTOR_TSS	     0x40 /* two entries wide */
#define SELECTOR_SYSRET	     0x23

#define SELECTOR_RPL 3 /* the bits of the requested privilege level */

/*
 * Interrupt stack table slots, counted from 1 as in a gate; 0 means "stay on
 * the interrupted stack".
 */
enum ist_slot {
	IST_NONE,
	IST_DOUBLE_FAULT,
	IST_NMI,
	IST_MACHINE_CHECK,
	IST_DEBUG,
	IST_SLOTS
};

#endif
