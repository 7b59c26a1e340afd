/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Formatted text into a buffer.
 *
 * The conversions d i u o x X c s p % with the flags - + space # 0, width and
 * precision (numbers or *), and the lengths hh h l ll z t j mean what ISO C
 * says. No floating point and no %n. Beyond ISO C, as in Linux:
 *	%pS	symbol+offset/size of a code address
 *	%ps	symbol only
 * %s of NULL prints "(null)"; a conversion nobody knows is printed as it
 * stands.
 */
#ifndef EXO_PRINTF_H
#define EXO_PRINTF_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <stdarg.h>

/*
 * Write at most @size bytes, terminating NUL included (nothing at all when
 * @size is 0). Returns the length of the whole text, whether it fitted or
 * not. Any context.
 */
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt,
			     va_list ap);

/* The same, but returns the length really in @buf: for appending in steps. */
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt,
			      va_list ap);

/*
 * What %pS and %ps print: the symbol that holds @address, with the offset in
 * it when @with_offset. Returns as snprintf(). Weak in lib, which knows only
 * numbers; the kernel's symbol table replaces it.
 */
int symbol_snprint(char *buf, size_t size, unsigned long address,
		   bool with_offset);

#endif
