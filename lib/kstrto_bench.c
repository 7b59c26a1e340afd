// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/kstrto.h>

BENCH(kstrto, decimal, .batch = 16)
{
	unsigned long value;

	bench_keep(kstrtoul("1234567890", 10, &value));
}

BENCH(kstrto, hexadecimal, .batch = 16)
{
	unsigned long value;

	bench_keep(kstrtoul("0xffffffff80123456", 0, &value));
}
