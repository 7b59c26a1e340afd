// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms: the functions of the kernel by address, as nm prints them. For root
 * only: they help who attacks. Which are local the table does not say.
 */
#include <exo/kallsyms.h>
#include <exo/proc_file.h>

enum {
	SYMBOLS_PER_PIECE = 64,
};

static int next_symbols(struct text_buffer *text, u64 *cursor)
{
	struct kallsyms_symbol symbol;

	for (int i = 0; i < SYMBOLS_PER_PIECE; i++) {
		if (!kallsyms_next(cursor, &symbol))
			return i != 0;
		text_printf(text, "%016lx t %s\n", symbol.start, symbol.name);
	}
	return 1;
}
PROC_FILE(kallsyms) = {
	.path = "kallsyms",
	.mode = 0400,
	.next = next_symbols,
};
