/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to peek and poke. A place in memory as the user
 * names it: "[-p] ADDRESS", hexadecimal, and a width in bytes.
 */
#ifndef KMON_MEMORY_OPERAND_H
#define KMON_MEMORY_OPERAND_H

#include <exo/types.h>

struct memory_operand {
	bool physical; /* -p was given */
	unsigned long address; /* as the user named it */
};

/*
 * Read "[-p] ADDRESS" from *@argv, leaving it at what follows. 0, -EINVAL or
 * -ERANGE.
 */
int memory_operand_parse(char ***argv, struct memory_operand *operand);

/* 1, 2, 4 or 8, NULL meaning 4; the address must be a multiple of it. */
int memory_width_parse(const char *text, const struct memory_operand *operand,
		       unsigned int *width);

/* Whether @size bytes from there on, up to 64 KB, can be read or @written. */
bool memory_operand_mapped(const struct memory_operand *operand, size_t size,
			   bool written);

/*
 * Where @width mapped bytes, @offset bytes on, are touched, until
 * memory_operand_hide(); preemption is off in between.
 */
unsigned long memory_operand_show(const struct memory_operand *operand,
				  size_t offset, unsigned int width);
void memory_operand_hide(void);

#endif
