// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the PCI code needs of the kernel: a heap on the C library's, which ASan
 * watches for leaks, and a log of one message, for the tests cause what is
 * reported.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <exo/fault_inject.h>
#include <exo/kmalloc.h>
#include <exo/printk.h>

#include "kernel_model.h"

char last_message[LAST_MESSAGE_SIZE];

void *kmalloc(size_t size)
{
	return fault_inject_should_fail(CALLER_ADDRESS) ? NULL : malloc(size);
}

void kfree(void *block)
{
	free(block);
}

void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	(void)level;
	vsnprintf(last_message, sizeof(last_message), fmt, ap);
}
