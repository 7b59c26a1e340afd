// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call traces to be printed later, if at all.
 */
#include "internal.h"
#include "unwind.h"

#include <exo/backtrace.h>

__noinline unsigned int backtrace_capture(unsigned long *addresses,
					  unsigned int max)
{
	struct unwind unwind = {.fp = (u64)__builtin_frame_address(0)};
	unsigned int count = 0;

	while (count < max) {
		enum unwind_result result = unwind_step(&unwind);

		if (result != UNWIND_CALL && result != UNWIND_TRAP)
			break;
		addresses[count++] = unwind.address;
	}
	return count;
}

void backtrace_print_captured(enum log_level level,
			      const unsigned long *addresses,
			      unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		code_address_print(level, "  ", addresses[i], "");
}
