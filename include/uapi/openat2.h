/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What openat2(2) is told, with Linux's layout. All bits of @resolve are refused.
 */
#ifndef UAPI_OPENAT2_H
#define UAPI_OPENAT2_H

#include <exo/types.h>

struct open_how {
	u64 flags; /* O_* */
	u64 mode; /* 0 unless a file may be made */
	u64 resolve;
};

#endif
