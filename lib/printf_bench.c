// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/printf.h>

static char line[128];

BENCH(printf, text, .batch = 16)
{
	snprintf(line, sizeof(line), "%s", "sixteen letters.");
}

BENCH(printf, decimal, .batch = 16)
{
	snprintf(line, sizeof(line), "%d", 1234567890);
}

BENCH(printf, pointer, .batch = 16)
{
	snprintf(line, sizeof(line), "%p", (void *)0xffffffff80123456UL);
}

BENCH(printf, log_line, .batch = 4)
{
	snprintf(line, sizeof(line),
		 "[%5llu.%06llu] %s: port %#x, irq %d, %5zu KB\n", 12ULL,
		 345678ULL, "ttyS0", 0x3f8, 4, (size_t)1024);
}
