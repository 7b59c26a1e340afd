/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bits of personality(2), with Linux's values.
 */
#ifndef UAPI_PERSONALITY_H
#define UAPI_PERSONALITY_H

#define ADDR_NO_RANDOMIZE 0x0040000 /* the same addresses at each exec */

#endif
