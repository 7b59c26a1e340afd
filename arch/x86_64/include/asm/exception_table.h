/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. Instructions of the kernel that may fault, and where to go on
 * when one has. user_copy.asm makes the table, in ascending order.
 */
#ifndef ASM_EXCEPTION_TABLE_H
#define ASM_EXCEPTION_TABLE_H

#include <exo/types.h>

struct exception_entry {
	u64 instruction, fixup; /* addresses */
};

/* By the linker script. */
extern const struct exception_entry __exception_table_start[];
extern const struct exception_entry __exception_table_end[];

/* Where to go on after a fault at @instruction; 0 when it may not. */
static inline unsigned long exception_fixup(unsigned long instruction)
{
	const struct exception_entry *low = __exception_table_start;
	const struct exception_entry *high = __exception_table_end;

	while (low < high) {
		const struct exception_entry *middle = low + (high - low) / 2;

		if (middle->instruction == instruction)
			return middle->fixup;
		if (middle->instruction < instruction)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

#endif
