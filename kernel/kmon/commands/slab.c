// SPDX-License-Identifier: GPL-2.0-only
/*
 * slab: the caches of the heap, then its sums. Objects of the list heap lie in
 * memory that is the heap's, so their caches have no frames.
 */
#include <exo/console.h>
#include <exo/heap_statistics.h>
#include <exo/kmon.h>

static void print_cache(const struct kmem_cache_statistics *cache)
{
	console_printf("%-20s %7zu %9llu %9llu %9llu\n", cache->name,
		       cache->size, (unsigned long long)cache->in_use,
		       (unsigned long long)cache->total,
		       (unsigned long long)cache->frames);
}

static int cmd_slab(int argc, char **argv)
{
	struct kmem_cache_statistics cache;
	struct heap_statistics heap;

	(void)argc;
	(void)argv;
	console_printf("cache                   size    in use     total"
		       "    frames\n");
	for (unsigned int i = 0; kmem_cache_statistics(i, &cache); i++)
		print_cache(&cache);
	heap_statistics(&heap);
	console_printf("heap: %llu blocks in use, %llu of %llu KB\n",
		       (unsigned long long)heap.blocks,
		       (unsigned long long)heap.used / 1024,
		       (unsigned long long)heap.total / 1024);
	return 0;
}

KMON_COMMAND(slab, cmd_slab, "", "caches of the heap and their objects");
