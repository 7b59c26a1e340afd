/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Memory and C strings, as in ISO C unless said otherwise. Any
 * context.
 */
#ifndef EXO_STRING_H
#define EXO_STRING_H

#include <exo/types.h>

void *memcpy(void *dst, const void *src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memchr(const void *from, int byte, size_t len);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t max);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *haystack, const char *needle);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);

/*
 * Copy @src into the @size bytes of @dst, terminated whenever @size is not 0.
 * Returns the length copied, or -E2BIG when @src was cut short. Never reads
 * @src past what it copies.
 */
ssize_t strscpy(char *dst, const char *src, size_t size);

/* Does @s begin with @prefix? */
bool strstarts(const char *s, const char *prefix);

/*
 * Freestanding mode hides the built-in forms; these names give them back, so
 * copies of constant size become moves and lengths of literals constants.
 */
#define memcpy(dst, src, len)  __builtin_memcpy(dst, src, len)
#define memmove(dst, src, len) __builtin_memmove(dst, src, len)
#define memset(dst, byte, len) __builtin_memset(dst, byte, len)
#define memcmp(a, b, len)      __builtin_memcmp(a, b, len)
#define strlen(s)	       __builtin_strlen(s)

/* Zero a secret; not left out because nobody looks at it any more. */
static inline void memzero_explicit(void *secret, size_t len)
{
	memset(secret, 0, len);
	__asm__ volatile("" : : "r"(secret) : "memory");
}

#endif
