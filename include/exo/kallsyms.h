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

struct kallsyms_symbol {
	const char *name;
	unsigned long start;
	unsigned long size; /* bytes */
};

/*
 * Find the function that holds @address; false when there is none. Any
 * context. Built with CONFIG_KALLSYMS; printing goes through %pS, which works
 * without it too.
 */
bool kallsyms_lookup(unsigned long address, struct kallsyms_symbol *symbol);

/*
 * The symbol that *@cursor, 0 at first, stands at, by address; moves it to the
 * next. False behind the last. Any context.
 */
bool kallsyms_next(u64 *cursor, struct kallsyms_symbol *symbol);

#endif
