// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/printk.h>

static int level_before;

static int consoles_silence(unsigned long size)
{
	(void)size;
	level_before = printk_console_level();
	printk_set_console_level(0);
	return 0;
}

static void consoles_restore(void)
{
	printk_set_console_level(level_before);
}

/* To the log alone. Includes a look at the clock, which may be a device. */
BENCH(printk, to_the_log, .setup = consoles_silence,
      .teardown = consoles_restore)
{
	pr_debug("port %#x, irq %d\n", 0x3f8, 4);
}
