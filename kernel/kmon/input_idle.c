// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a typed byte where there is nothing else to run.
 */
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/idle.h>

#include "internal.h"

u8 kmon_getc(void)
{
	int byte;

	irq_disable();
	idle_until(console_input_waiting);
	byte = console_trygetc();
	irq_enable();
	return (u8)byte;
}

/* Nobody can look for ^C while a command runs. */
void kmon_command_begin(void)
{
}

void kmon_command_end(void)
{
}
