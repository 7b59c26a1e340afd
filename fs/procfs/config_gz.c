// SPDX-License-Identifier: GPL-2.0-only
/*
 * config.gz: the .config this kernel was built from.
 */
#include <exo/compiler.h>
#include <exo/config_data.h>
#include <exo/proc_file.h>

enum {
	PIECE = 256, /* bytes: they fit into what a reader has anyway */
};

static int next_bytes(struct text_buffer *text, u64 *cursor)
{
	u64 size = (u64)(kernel_config_data_end - kernel_config_data);

	if (*cursor >= size)
		return 0;
	text_append(text, kernel_config_data + *cursor,
		    min((u64)PIECE, size - *cursor));
	*cursor += PIECE;
	return 1;
}
PROC_FILE(config) = {.path = "config.gz", .next = next_bytes};
