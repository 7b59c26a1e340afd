// SPDX-License-Identifier: GPL-2.0-only
/*
 * What peek and poke share: reading the address and the width.
 */
#include "memory_operand.h"

#include <asm/memlayout.h>
#include <exo/kstrto.h>
#include <exo/string.h>
#include <uapi/errno.h>

int memory_operand_parse(char ***argv, struct memory_operand *operand)
{
	int error;

	operand->physical = **argv && !strcmp(**argv, "-p");
	if (operand->physical)
		(*argv)++;
	if (!**argv)
		return -EINVAL;
	error = kstrtoul(**argv, 16, &operand->address);
	if (error)
		return error;
	(*argv)++;

	operand->virt = operand->address;
	if (!operand->physical)
		return 0;
	if (operand->address >= DIRECT_MAP_END - DIRECT_MAP_START)
		return -EFAULT;
	operand->virt = (unsigned long)phys_to_virt(operand->address);
	return 0;
}

int memory_width_parse(const char *text, const struct memory_operand *operand,
		       unsigned int *width)
{
	int error;

	*width = 4;
	if (text) {
		error = kstrtouint(text, 10, width);
		if (error)
			return error;
	}
	if (*width != 1 && *width != 2 && *width != 4 && *width != 8)
		return -EINVAL;
	/* A device may see a misaligned access as two. */
	if (operand->virt % *width)
		return -EINVAL;
	return 0;
}
