/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Shadow memory of the direct map, with CONFIG_KASAN: one byte says
 * of 8 bytes how many may be touched, and code built with
 * -fsanitize=kernel-address asks before each access. Memory is allowed until
 * somebody forbids it. Without the option all of this is nothing.
 *
 * A shadow byte holds 0: all 8 bytes; 1..7: that many from the first;
 * KASAN_FORBIDDEN: none.
 */
#ifndef EXO_KASAN_H
#define EXO_KASAN_H

#include <exo/types.h>

enum {
	KASAN_SHIFT = 3,
	KASAN_GRANULE = 1 << KASAN_SHIFT,
	KASAN_FORBIDDEN = 0xff,
};

#ifdef CONFIG_KASAN
/* Map the shadow of all RAM. Between kernel_map_init() and frame_init(). */
void kasan_init(void);

/*
 * Forbid and allow @size bytes from @start, a multiple of KASAN_GRANULE in
 * the direct map. Where @size ends inside a granule, the rest of the granule
 * is forbidden in both cases. Any context.
 */
void kasan_forbid(const void *start, size_t size);
void kasan_allow(const void *start, size_t size);

/* How many accesses have been reported since boot. */
unsigned int kasan_report_count(void);
#else
static inline void kasan_init(void)
{
}

static inline void kasan_forbid(const void *start, size_t size)
{
	(void)start;
	(void)size;
}

static inline void kasan_allow(const void *start, size_t size)
{
	(void)start;
	(void)size;
}
#endif

#endif
