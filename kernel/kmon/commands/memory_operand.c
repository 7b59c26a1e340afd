// SPDX-License-Identifier: GPL-2.0-only
/*
 * What peek and poke share: reading the address and the width, and reaching
 * physical memory, of which only RAM has an address of its own.
 */
#include "memory_operand.h"

#include <asm/map_temporary.h>
#include <exo/address_probe.h>
#include <exo/kstrto.h>
#include <exo/preempt.h>
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
	if (operand->address % *width)
		return -EINVAL;
	return 0;
}

bool memory_operand_mapped(const struct memory_operand *operand, size_t size,
			   bool written)
{
	bool mapped;

	if (!operand->physical)
		return address_mapped(operand->address, size, written);
	preempt_disable();
	mapped = map_temporary(operand->address, size);
	preempt_enable();
	return mapped;
}

unsigned long memory_operand_show(const struct memory_operand *operand,
				  size_t offset, unsigned int width)
{
	preempt_disable();
	if (!operand->physical)
		return operand->address + offset;
	return (unsigned long)map_temporary(operand->address + offset, width);
}

void memory_operand_hide(void)
{
	preempt_enable();
}
