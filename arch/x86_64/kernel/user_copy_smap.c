// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMAP for the copies of user_copy.asm: the instructions that open and close
 * user memory, where the processor has them.
 */
#include <asm/cpu_features.h>

#include "internal.h"

/* user_copy.asm */
extern u8 *const stac_places[], *const stac_places_end[];
extern u8 *const clac_places[], *const clac_places_end[];

static void patch(u8 *const *place, u8 *const *end, u8 last_byte)
{
	for (; place < end; place++)
		smap_patch(*place, last_byte);
}

void user_copy_init(void)
{
	patch(stac_places, stac_places_end, STAC_LAST_BYTE);
	patch(clac_places, clac_places_end, CLAC_LAST_BYTE);
}
