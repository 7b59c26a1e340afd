// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/string.h>

enum {
	PAGE = 4096
};

static u8 from[PAGE] __aligned(64), to[PAGE] __aligned(64);

BENCH(string, memcpy, BENCH_SIZES(8, 64, PAGE), .batch = 16)
{
	memcpy(to, from, size);
}

BENCH(string, memset, BENCH_SIZES(8, 64, PAGE), .batch = 16)
{
	memset(to, 0, size);
}

/* Nothing differs, so all of both is read. */
BENCH(string, memcmp, BENCH_SIZES(8, 64), .batch = 16)
{
	static const u8 zeroes[64] __aligned(64);

	bench_keep(memcmp(from, zeroes, size));
}

BENCH(string, strlen_16, .batch = 16)
{
	static char text[] = "0123456789abcdef";

	bench_keep(text); /* its length is no constant */
	bench_keep(strlen(text));
}
