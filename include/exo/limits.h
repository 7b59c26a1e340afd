/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Limits of the basic types. gcc's own <limits.h> wants a C
 * library behind it, so this one is built from what the compiler predefines.
 */
#ifndef EXO_LIMITS_H
#define EXO_LIMITS_H

#define INT_MAX	  __INT_MAX__
#define INT_MIN	  (-INT_MAX - 1)
#define UINT_MAX  (2U * INT_MAX + 1)
#define LONG_MAX  __LONG_MAX__
#define LONG_MIN  (-LONG_MAX - 1)
#define ULONG_MAX (2UL * LONG_MAX + 1)
#define SSIZE_MAX LONG_MAX
#define S64_MAX	  LONG_MAX
#define U64_MAX	  (~0UL)
#define S64_MIN	  LONG_MIN

#endif
