/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. What the clocks are made of, in a page that programs may read, too
 * (CONFIG_VDSO):
 *
 *	uptime = (counter * scale >> 32) + offset
 *	time of day = uptime + boot
 *
 * The product has 128 bits and cannot overflow in the life of a machine. Each number
 * is written in one step, and scale and offset once, before by_tsc: so readers need
 * neither lock nor retry.
 */
#ifndef EXO_TIME_PAGE_H
#define EXO_TIME_PAGE_H

#include <exo/types.h>

struct time_page {
	u64 scale; /* nanoseconds a count, 32 fraction bits */
	u64 offset_ns;
	u64 boot_ns; /* when uptime was 0, since 1970 UTC */
	u32 by_tsc; /* the counter is the processor's, RDTSC */
};

/* A page of its own where programs see it: nothing else may be in there. */
union time_page_room {
	struct time_page page;
#ifdef CONFIG_VDSO
	u8 bytes[4096];
#endif
};

/* kernel/time.c; of the vDSO's code, the page before it. */
extern union time_page_room time_room __attribute__((visibility("hidden")));

static inline u64 time_page_ns(const struct time_page *from, u64 counts)
{
	return (u64)((unsigned __int128)counts * from->scale >> 32) +
	       from->offset_ns;
}

#endif
