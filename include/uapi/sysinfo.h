/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysinfo(2), with Linux's x86_64 layout.
 */
#ifndef UAPI_SYSINFO_H
#define UAPI_SYSINFO_H

#include <exo/types.h>

#define SI_LOAD_SHIFT 16

struct sysinfo {
	s64 uptime; /* seconds */
	u64 loads[3]; /* over 1, 5 and 15 minutes */
	u64 totalram, freeram, sharedram, bufferram; /* in mem_unit bytes */
	u64 totalswap, freeswap;
	u16 procs;
	u64 totalhigh, freehigh;
	u32 mem_unit;
};

#endif
