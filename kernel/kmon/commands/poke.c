// SPDX-License-Identifier: GPL-2.0-only
/*
 * poke: write one number to memory.
 */
#include <exo/compiler.h>
#include <exo/kmon.h>
#include <exo/kstrto.h>
#include <uapi/errno.h>

#include "memory_operand.h"

static void store(unsigned long address, unsigned long value,
		  unsigned int width)
{
	switch (width) {
	case 1:
		WRITE_ONCE(*(u8 *)address, value);
		break;
	case 2:
		WRITE_ONCE(*(u16 *)address, value);
		break;
	case 4:
		WRITE_ONCE(*(u32 *)address, value);
		break;
	default:
		WRITE_ONCE(*(u64 *)address, value);
		break;
	}
}

static int cmd_poke(int argc, char **argv)
{
	char **rest = argv + 1, **end = argv + argc;
	struct memory_operand operand;
	unsigned long value;
	unsigned int width;
	int error;

	error = memory_operand_parse(&rest, &operand);
	if (error)
		return error;
	if (end - rest < 1 || end - rest > 2)
		return -EINVAL;
	error = kstrtoul(rest[0], 0, &value);
	if (error)
		return error;
	error = memory_width_parse(rest[1], &operand, &width);
	if (error)
		return error;
	if (width < 8 && value >> (width * 8))
		return -ERANGE;
	if (!memory_operand_mapped(&operand, width, true))
		return -EFAULT;
	store(memory_operand_show(&operand, 0, width), value, width);
	memory_operand_hide();
	return 0;
}

KMON_COMMAND(poke, cmd_poke, "[-p] ADDRESS VALUE [1|2|4|8]",
	     "write to a virtual (-p: physical) address");
