// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shadow checking. The compiler calls a function below before each access of
 * code built with -fsanitize=kernel-address; one that touches a forbidden byte
 * of the direct map is reported and goes ahead.
 *
 * Only addresses of RAM in the direct map have a shadow, in units of 16 MB: a
 * unit's shadow fills one large page. Everything else, the image, stacks and
 * per-CPU data among it (which the compiler takes for addresses near 0), is
 * let through.
 */
#define pr_fmt(fmt) "kasan: " fmt

#include <asm/memlayout.h>
#include <exo/backtrace.h>
#include <exo/bitmap.h>
#include <exo/compiler.h>
#include <exo/early_memory.h>
#include <exo/heap_debug.h>
#include <exo/kasan.h>
#include <exo/page_table.h>
#include <exo/panic.h>
#include <exo/printk.h>

#include "kasan_internal.h"

enum {
	UNIT_SHIFT = LARGE_PAGE_SHIFT + KASAN_SHIFT,
	UNITS_MAX = 1 << 16, /* 1 TB */
	GRANULE_MASK = KASAN_GRANULE - 1,
};

static DECLARE_BITMAP(units, UNITS_MAX); /* those with a shadow */
static unsigned int report_count;
static bool reporting;

static u8 *shadow_of(unsigned long offset)
{
	return (u8 *)KASAN_SHADOW_START + (offset >> KASAN_SHIFT);
}

/* @offset is from the start of the direct map; garbage is far beyond it. */
static bool has_shadow(unsigned long offset)
{
	unsigned long unit = offset >> UNIT_SHIFT;

	return unit < UNITS_MAX && bitmap_test(units, unit);
}

static void map_unit(unsigned long unit)
{
	paddr_t phys = early_memory_alloc(LARGE_PAGE_SIZE, LARGE_PAGE_SIZE);

	if (page_map(&kernel_mm, (unsigned long)shadow_of(unit << UNIT_SHIFT),
		     phys, LARGE_PAGE_SIZE, PAGE_WRITE))
		panic("cannot map the KASAN shadow");
	bitmap_set(units, unit);
}

static void map_shadow_of(paddr_t start, paddr_t end, void *arg)
{
	unsigned long last = (end - 1) >> UNIT_SHIFT;

	(void)arg;
	for (unsigned long unit = start >> UNIT_SHIFT;
	     unit <= last && unit < UNITS_MAX; unit++)
		if (!bitmap_test(units, unit))
			map_unit(unit);
}

void kasan_init(void)
{
	early_memory_for_each_ram(map_shadow_of, NULL);
}

/* The shadow of a granule whose first @size bytes may be touched, or none. */
static void set_granules(const void *start, size_t size, u8 whole)
{
	unsigned long offset = (unsigned long)start - DIRECT_MAP_START;
	u8 *shadow = shadow_of(offset);

	ASSERT(!(offset & GRANULE_MASK));
	if (!size || !has_shadow(offset))
		return;
	for (; size >= KASAN_GRANULE; size -= KASAN_GRANULE)
		*shadow++ = whole;
	if (size)
		*shadow = whole ? KASAN_FORBIDDEN : (u8)size;
}

void kasan_forbid(const void *start, size_t size)
{
	set_granules(start, size, KASAN_FORBIDDEN);
}

void kasan_allow(const void *start, size_t size)
{
	set_granules(start, size, 0);
}

/* Whether the bytes of one granule up to @last, 0..7, may be touched. */
static bool granule_allows(const u8 *shadow, unsigned int last)
{
	return likely(!*shadow) ||
	       (*shadow != KASAN_FORBIDDEN && last < *shadow);
}

static bool may_touch(unsigned long address, size_t size)
{
	unsigned long offset = address - DIRECT_MAP_START;
	unsigned long last = offset + size - 1;

	if (!size || !has_shadow(offset) || !has_shadow(last))
		return true;
	for (; offset >> KASAN_SHIFT != last >> KASAN_SHIFT;
	     offset = (offset | GRANULE_MASK) + 1)
		if (!granule_allows(shadow_of(offset), GRANULE_MASK))
			return false;
	return granule_allows(shadow_of(last), last & GRANULE_MASK);
}

unsigned int kasan_report_count(void)
{
	return READ_ONCE(report_count);
}

static __noinline void report(unsigned long address, size_t size, bool write,
			      unsigned long caller)
{
	static unsigned long last_caller;

	/* The report may touch what must not be touched as well. */
	if (__atomic_exchange_n(&reporting, true, __ATOMIC_RELAXED))
		return;
	report_count++;
	/* A loop gets one report. */
	if (caller != last_caller) {
		last_caller = caller;
		pr_err("%s of %zu bytes at 0x%lx in %pS\n",
		       write ? "write" : "read", size, address, (void *)caller);
		heap_debug_describe((void *)address);
		backtrace_print(LOG_ERR);
	}
	WRITE_ONCE(reporting, false);
}

void kasan_check(const void *address, size_t size, bool write,
		 unsigned long caller)
{
	if (unlikely(!may_touch((unsigned long)address, size)))
		report((unsigned long)address, size, write, caller);
}

/* The compilers' names; nobody else calls them. */
#define DEFINE_CHECKS(size)                                        \
	void __asan_load##size##_noabort(const void *address);     \
	void __asan_load##size##_noabort(const void *address)      \
	{                                                          \
		kasan_check(address, size, false, CALLER_ADDRESS); \
	}                                                          \
	void __asan_store##size##_noabort(const void *address);    \
	void __asan_store##size##_noabort(const void *address)     \
	{                                                          \
		kasan_check(address, size, true, CALLER_ADDRESS);  \
	}

DEFINE_CHECKS(1)
DEFINE_CHECKS(2)
DEFINE_CHECKS(4)
DEFINE_CHECKS(8)
DEFINE_CHECKS(16)

void __asan_loadN_noabort(const void *address, size_t size);
void __asan_storeN_noabort(const void *address, size_t size);
void __asan_handle_no_return(void);

void __asan_loadN_noabort(const void *address, size_t size)
{
	kasan_check(address, size, false, CALLER_ADDRESS);
}

void __asan_storeN_noabort(const void *address, size_t size)
{
	kasan_check(address, size, true, CALLER_ADDRESS);
}

/* Stacks are not watched. */
void __asan_handle_no_return(void)
{
}
