/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Fixed-width integers and the two address types every other
 * header builds on.
 */
#ifndef EXO_TYPES_H
#define EXO_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

/* A physical address; never dereferenced, see phys_to_virt(). */
typedef u64 paddr_t;

/* A byte count, or a negative errno. */
typedef long ssize_t;

#endif
