/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Loads and stores of integers at any address, little endian,
 * whatever type the memory was declared with.
 */
#ifndef EXO_UNALIGNED_H
#define EXO_UNALIGNED_H

#include <exo/compiler.h>
#include <exo/types.h>

#define DEFINE_UNALIGNED(bits)                                          \
	struct unaligned_u##bits {                                      \
		u##bits value;                                          \
	} __packed __attribute__((may_alias));                          \
                                                                        \
	static inline u##bits load_u##bits(const void *from)            \
	{                                                               \
		return ((const struct unaligned_u##bits *)from)->value; \
	}                                                               \
                                                                        \
	static inline void store_u##bits(void *to, u##bits value)       \
	{                                                               \
		((struct unaligned_u##bits *)to)->value = value;        \
	}

DEFINE_UNALIGNED(16)
DEFINE_UNALIGNED(32)
DEFINE_UNALIGNED(64)

#undef DEFINE_UNALIGNED

#endif
