// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which functions run while an allocation is to fail: those that are never among
 * them have not been tried without memory.
 *
 * The compiler puts a call of __sanitizer_cov_trace_pc() at the beginning of each
 * piece of code without branches (-fsanitize-coverage=trace-pc). Functions begin at
 * multiples of 16 bytes, so a byte for each of these tells where they have been:
 *
 *	code	[ f              ][ g     ][ h              ]
 *	ran	  1   0   0   1     0   0    1   1   1   0
 */
#include <exo/compiler.h>
#include <exo/fault_coverage.h>
#include <exo/fault_inject.h>
#include <exo/kallsyms.h>
#include <exo/sections.h>

enum {
	GRANULE = 16, /* bytes */
	TEXT_MAX = 4 << 20,
};

static u8 ran[TEXT_MAX / GRANULE];

void __sanitizer_cov_trace_pc(void);

/* Any context, from the first C instruction on. */
void __sanitizer_cov_trace_pc(void)
{
	unsigned long offset;

	if (likely(!READ_ONCE(fault_inject_left)) ||
	    !fault_inject_counts_current())
		return;
	/* Of the last byte of the call. */
	offset = CALLER_ADDRESS - 1 - (unsigned long)__text_start;
	if (offset < TEXT_MAX)
		ran[offset / GRANULE] = 1;
}

void fault_coverage_print(fault_coverage_print_fn print)
{
	struct kallsyms_symbol symbol = {0};

	for (unsigned long i = 0; i < ARRAY_SIZE(ran); i++) {
		unsigned long address =
			(unsigned long)__text_start + i * GRANULE;

		if (!ran[i] || address - symbol.start < symbol.size ||
		    !kallsyms_lookup(address, &symbol))
			continue;
		print("# ran without memory: %s\n", symbol.name);
	}
}
