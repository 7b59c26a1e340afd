// SPDX-License-Identifier: GPL-2.0-only
/*
 * sys/vm/overcommit_memory: how much is promised (proc(5)).
 */
#include <exo/kstrto.h>
#include <exo/proc_file.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

static int show_mode(struct text_buffer *text)
{
	text_printf(text, "%d\n", commit_mode_get());
	return 0;
}

static int write_mode(const char *bytes, size_t size)
{
	char digits[8];
	unsigned int mode;
	int error;

	if (size && bytes[size - 1] == '\n')
		size--;
	if (size >= sizeof(digits))
		return -EINVAL;
	memcpy(digits, bytes, size);
	digits[size] = '\0';
	error = kstrtouint(digits, 10, &mode);
	return error ? error : commit_mode_set(mode);
}
PROC_FILE(overcommit_memory) = {
	.path = "sys/vm/overcommit_memory",
	.mode = 0644,
	.show = show_mode,
	.write = write_mode,
};
