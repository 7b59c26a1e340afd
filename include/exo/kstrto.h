/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Text to numbers, strictly: the whole string is the number.
 *
 * @base is 2 to 36, or 0 to take it from the prefix: 0x is hexadecimal, a
 * leading 0 octal, else decimal. Base 16 accepts 0x too. A sign may come
 * first; '-' only where the result is signed. Each returns 0 and stores to
 * *@result, or leaves it alone and returns -EINVAL (not a number) or -ERANGE
 * (does not fit).
 */
#ifndef EXO_KSTRTO_H
#define EXO_KSTRTO_H

#include <exo/compiler.h>
#include <exo/types.h>

__must_check int kstrtoul(const char *text, unsigned int base,
			  unsigned long *result);
__must_check int kstrtol(const char *text, unsigned int base, long *result);
__must_check int kstrtouint(const char *text, unsigned int base,
			    unsigned int *result);
__must_check int kstrtoint(const char *text, unsigned int base, int *result);

/* y, yes, on, 1 or n, no, off, 0. */
__must_check int kstrtobool(const char *text, bool *result);

/*
 * A size in bytes: a number as above with base 0, then an optional K, M, G
 * or T (either case) for powers of 1024.
 */
__must_check int parse_size(const char *text, u64 *bytes);

#endif
