/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Capabilities, as on Linux (capabilities(7), capget(2)).
 */
#ifndef UAPI_CAPABILITY_H
#define UAPI_CAPABILITY_H

#include <exo/types.h>

#define CAPABILITIES 41 /* 0 .. 40 */

#define CAPABILITY_VERSION_1 0x19980330
#define CAPABILITY_VERSION_2 0x20071026
#define CAPABILITY_VERSION_3 0x20080522

struct capability_header {
	u32 version;
	s32 pid;
};

/* One for each 32 of them: version 1 has one, the others have two. */
struct capability_data {
	u32 effective, permitted, inheritable;
};

#endif
