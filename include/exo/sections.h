/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. Where the linker script put the parts of the image. Addresses
 * only; the symbols hold no data of their own.
 */
#ifndef EXO_SECTIONS_H
#define EXO_SECTIONS_H

#include <exo/types.h>

extern const char __image_start[], __image_end[]; /* all of it */
extern const char __text_start[], __text_end[];
extern const char __rodata_start[], __rodata_end[];
extern const char __data_start[], __data_end[];
extern const char __bss_start[], __bss_end[];

/* Whether @address lies in the kernel's code. */
static inline bool kernel_text_contains(unsigned long address)
{
	return address >= (unsigned long)__text_start &&
	       address < (unsigned long)__text_end;
}

#endif
