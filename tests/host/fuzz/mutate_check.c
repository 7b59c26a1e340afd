// SPDX-License-Identifier: GPL-2.0-only
/* A target to try mutate.c with: an input with a B behind an A is a failure. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 1; i < size; i++)
		if (data[i - 1] == 'A' && data[i] == 'B')
			abort();
	return 0;
}
