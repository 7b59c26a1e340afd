// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of what memcpy() and its kin touch: they move words by string
 * instructions, which the compiler does not see. The linker leads calls here
 * (--wrap), those that the compiler makes of its own accord too.
 */
#include <exo/compiler.h>
#include <exo/string.h>

#include "kasan_internal.h"

void *__real_memcpy(void *dst, const void *src, size_t len);
void *__real_memmove(void *dst, const void *src, size_t len);
void *__real_memset(void *dst, int byte, size_t len);
void *__wrap_memcpy(void *dst, const void *src, size_t len);
void *__wrap_memmove(void *dst, const void *src, size_t len);
void *__wrap_memset(void *dst, int byte, size_t len);

void *__wrap_memcpy(void *dst, const void *src, size_t len)
{
	kasan_check(src, len, false, CALLER_ADDRESS);
	kasan_check(dst, len, true, CALLER_ADDRESS);
	return __real_memcpy(dst, src, len);
}

void *__wrap_memmove(void *dst, const void *src, size_t len)
{
	kasan_check(src, len, false, CALLER_ADDRESS);
	kasan_check(dst, len, true, CALLER_ADDRESS);
	return __real_memmove(dst, src, len);
}

void *__wrap_memset(void *dst, int byte, size_t len)
{
	kasan_check(dst, len, true, CALLER_ADDRESS);
	return __real_memset(dst, byte, len);
}
