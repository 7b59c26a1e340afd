/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Names for kernel addresses. scripts/kallsyms.c makes the
 * table from the linked image; it lies last, in section .kallsyms between
 * __kallsyms_start and __kallsyms_end, so adding it moves no address:
 *
 *	u32 count
 *	u32 offset[count]	from __text_start, ascending
 *	char names[]		@count names, each ended by NUL, same order
 *
 * A symbol reaches to the next one's start, the last to __text_end. Only
 * symbols of code are listed. The first link carries an empty section.
 */
#ifndef EXO_KALLSYMS_H
#define EXO_KALLSYMS_H

#include <exo/types.h>

/* Room for any text kallsyms_format() makes, with the NUL. */
enum {
	KALLSYMS_TEXT_MAX = 128
};

struct kallsyms_symbol {
	const char *name;
	unsigned long start;
	unsigned long size; /* bytes */
};

#ifdef CONFIG_KALLSYMS
/* Find the function that holds @address. Any context. */
bool kallsyms_lookup(unsigned long address, struct kallsyms_symbol *symbol);
#else
static inline bool kallsyms_lookup(unsigned long address,
				   struct kallsyms_symbol *symbol)
{
	(void)address;
	(void)symbol;
	return false;
}
#endif

/*
 * Write @address for people: "name+0x12/0x40" (offset and size in bytes), or
 * "0xffffffff80101234" when no symbol holds it. Returns @text.
 */
const char *kallsyms_format(char text[KALLSYMS_TEXT_MAX],
			    unsigned long address);

#endif
