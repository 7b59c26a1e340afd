// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/hash.h>

BENCH(hash, bytes, BENCH_SIZES(8, 64), .batch = 16)
{
	static const u8 name[64] __aligned(64) = "file";

	bench_keep(hash_bytes(name, size, 1));
}
