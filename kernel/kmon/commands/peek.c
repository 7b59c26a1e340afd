// SPDX-License-Identifier: GPL-2.0-only
/*
 * peek: print memory, one access of the given width per number.
 */
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/kstrto.h>
#include <uapi/errno.h>

#include "memory_operand.h"

enum {
	COUNT_MAX = 4096,
	BYTES_PER_ROW = 16,
};

static u64 load_at(unsigned long address, unsigned int width)
{
	switch (width) {
	case 1:
		return READ_ONCE(*(const u8 *)address);
	case 2:
		return READ_ONCE(*(const u16 *)address);
	case 4:
		return READ_ONCE(*(const u32 *)address);
	default:
		return READ_ONCE(*(const u64 *)address);
	}
}

static u64 load(const struct memory_operand *operand, unsigned int offset,
		unsigned int width)
{
	u64 value = load_at(memory_operand_show(operand, offset, width), width);

	memory_operand_hide();
	return value;
}

static void print_memory(const struct memory_operand *operand,
			 unsigned int width, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		unsigned int offset = i * width;

		if (offset % BYTES_PER_ROW == 0)
			console_printf("%s%016lx:", i ? "\n" : "",
				       operand->address + offset);
		console_printf(" %0*llx", (int)width * 2,
			       (unsigned long long)load(operand, offset,
							width));
	}
	console_printf("\n");
}

static int cmd_peek(int argc, char **argv)
{
	char **rest = argv + 1, **end = argv + argc;
	struct memory_operand operand;
	unsigned int width, count = 1;
	int error;

	error = memory_operand_parse(&rest, &operand);
	if (error)
		return error;
	error = memory_width_parse(*rest, &operand, &width);
	if (error)
		return error;
	if (end - rest > 1) {
		error = kstrtouint(rest[1], 10, &count);
		if (error)
			return error;
	}
	if (end - rest > 2 || count < 1 || count > COUNT_MAX)
		return -EINVAL;
	if (!memory_operand_mapped(&operand, (size_t)width * count, false))
		return -EFAULT;
	print_memory(&operand, width, count);
	return 0;
}

KMON_COMMAND(peek, cmd_peek, "[-p] ADDRESS [1|2|4|8 [COUNT]]",
	     "print memory at a virtual (-p: physical) address");
