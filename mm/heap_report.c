// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the debugging layer of the heap says: about misuse, and about who
 * holds how much.
 */
#define pr_fmt(fmt) "heap: " fmt

#include <exo/backtrace.h>
#include <exo/heap_debug.h>
#include <exo/heap_statistics.h>
#include <exo/printk.h>

#include "heap_debug.h"

enum {
	CALLERS_MAX = 32, /* told apart by heap_report_leaks() */
	NEAR = 64, /* bytes from a block that still concern it */
};

static unsigned int report_count;

unsigned int heap_debug_report_count(void)
{
	return READ_ONCE(report_count);
}

static void count_report(void)
{
	__atomic_fetch_add(&report_count, 1, __ATOMIC_RELAXED);
}

/* Where blocks like it come from. */
static const char *origin(const struct debug_block *block)
{
	return block->cache ? kmem_cache_name(block->cache) : "kmalloc";
}

static void print_history(const struct debug_block *block)
{
	pr_err("  allocated by %pS\n", (void *)block->allocated_at);
	if (block->freed_at)
		pr_err("  freed by %pS\n", (void *)block->freed_at);
}

void heap_report_misuse(const char *what, const struct debug_block *block,
			unsigned long at)
{
	count_report();
	pr_err("%s: block of %zu bytes (%s) at %p\n", what, block->size,
	       origin(block), (void *)(block + 1));
	print_history(block);
	if (!at)
		return;
	pr_err("  seen in %pS\n", (void *)at);
	backtrace_print(LOG_ERR);
}

void heap_report_foreign(const void *pointer, unsigned long at)
{
	count_report();
	pr_err("free of %p, which is no block\n", pointer);
	pr_err("  seen in %pS\n", (void *)at);
	backtrace_print(LOG_ERR);
}

/* Where @address lies, counted from the payload of @block. */
static s64 offset_in(const struct debug_block *block, const void *address)
{
	return (s64)((size_t)address - (size_t)(block + 1));
}

static const struct debug_block *nearest(struct list_head *list,
					 const void *address)
{
	const struct debug_block *block, *found = NULL;

	list_for_each_entry(block, list, node) {
		s64 offset = offset_in(block, address);

		if (offset >= 0 && offset < (s64)block->size)
			return block;
		if (offset >= -NEAR && offset < (s64)block->size + NEAR)
			found = block;
	}
	return found;
}

void heap_debug_describe(const void *address)
{
	const struct debug_block *found;
	struct debug_block block;
	s64 offset;

	spin_lock(&heap_debug_lock);
	found = nearest(&heap_live_blocks, address);
	if (!found)
		found = nearest(&heap_quarantine, address);
	if (found) {
		block = *found;
		offset = offset_in(found, address);
	}
	spin_unlock(&heap_debug_lock);
	if (!found)
		return;
	pr_err("  byte %lld of a block of %zu bytes (%s), %s\n",
	       (long long)offset, block.size, origin(&block),
	       block.state == BLOCK_LIVE ? "in use" : "freed");
	print_history(&block);
}

/* What one caller holds. */
struct holding {
	unsigned long caller;
	size_t blocks, bytes;
};

struct holdings {
	struct holding of[CALLERS_MAX + 1]; /* the last: all others */
	unsigned int nr;
};

static struct holding *holding_of(struct holdings *all, unsigned long caller)
{
	unsigned int i = 0;

	while (i < all->nr && all->of[i].caller != caller)
		i++;
	if (i == all->nr && i < CALLERS_MAX)
		all->of[all->nr++].caller = caller;
	return &all->of[i];
}

static void sum_up(struct holdings *all)
{
	struct debug_block *block;

	spin_lock(&heap_debug_lock);
	list_for_each_entry(block, &heap_live_blocks, node) {
		struct holding *holding = holding_of(all, block->allocated_at);

		holding->blocks++;
		holding->bytes += block->size;
	}
	spin_unlock(&heap_debug_lock);
}

/* The most bytes first; few enough for the simplest way. */
static void sort(struct holdings *all)
{
	for (unsigned int i = 1; i < all->nr; i++) {
		struct holding moving = all->of[i];
		unsigned int to = i;

		for (; to && all->of[to - 1].bytes < moving.bytes; to--)
			all->of[to] = all->of[to - 1];
		all->of[to] = moving;
	}
}

void heap_report_leaks(void)
{
	struct holdings all = {0};
	const struct holding *others = &all.of[CALLERS_MAX];

	sum_up(&all);
	sort(&all);
	pr_info("%zu blocks in use\n", heap_debug_blocks());
	for (unsigned int i = 0; i < all.nr; i++)
		pr_info("%8zu blocks %10zu bytes  %pS\n", all.of[i].blocks,
			all.of[i].bytes, (void *)all.of[i].caller);
	if (others->blocks)
		pr_info("%8zu blocks %10zu bytes  others\n", others->blocks,
			others->bytes);
}
