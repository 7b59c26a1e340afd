// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and C strings in general registers.
 *
 * Up to 32 bytes are moved by loads and stores that overlap in the middle:
 * no loop, and as every load comes before the first store, overlapping
 * buffers are no concern. More is moved by `rep movsq` / `rep stosq`, and the
 * odd bytes at the end by one unaligned word. The byte forms are avoided:
 * without ERMS they are slow, and emulators execute them a byte at a time.
 */
#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/unaligned.h>
#include <uapi/errno.h>

/* The functions themselves must not be the built-ins they implement. */
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef strlen

enum {
	SMALL_MAX = 32
};

static __always_inline void copy_up_to_8(u8 *dst, const u8 *src, size_t len)
{
	if (len >= 4) {
		u32 first = load_u32(src), last = load_u32(src + len - 4);

		store_u32(dst, first);
		store_u32(dst + len - 4, last);
	} else if (len >= 2) {
		u16 first = load_u16(src), last = load_u16(src + len - 2);

		store_u16(dst, first);
		store_u16(dst + len - 2, last);
	} else if (len) {
		*dst = *src;
	}
}

static __always_inline void copy_small(u8 *dst, const u8 *src, size_t len)
{
	if (len > 16) {
		u64 a = load_u64(src), b = load_u64(src + 8);
		u64 c = load_u64(src + len - 16), d = load_u64(src + len - 8);

		store_u64(dst, a);
		store_u64(dst + 8, b);
		store_u64(dst + len - 16, c);
		store_u64(dst + len - 8, d);
	} else if (len >= 8) {
		u64 first = load_u64(src), last = load_u64(src + len - 8);

		store_u64(dst, first);
		store_u64(dst + len - 8, last);
	} else {
		copy_up_to_8(dst, src, len);
	}
}

/*
 * Lowest address first. The last word is loaded before anything is stored,
 * so this is also right when @dst lies below an overlapping @src.
 */
static __always_inline void copy_forward(u8 *dst, const u8 *src, size_t len)
{
	u64 last = load_u64(src + len - 8);
	u8 *dst_end = dst + len;
	size_t words = len / 8;

	__asm__ volatile("rep movsq"
			 : "+D"(dst), "+S"(src), "+c"(words)
			 :
			 : "memory");
	store_u64(dst_end - 8, last);
}

/*
 * Highest address first, for a @dst above an overlapping @src. A plain loop:
 * string instructions with the direction flag set run from microcode, slowly.
 */
static void copy_backward(u8 *dst, const u8 *src, size_t len)
{
	u64 first = load_u64(src);

	for (size_t left = len; left > 8; left -= 8)
		store_u64(dst + left - 8, load_u64(src + left - 8));
	store_u64(dst, first);
}

void *memcpy(void *dst, const void *src, size_t len)
{
	if (len <= SMALL_MAX)
		copy_small(dst, src, len);
	else
		copy_forward(dst, src, len);
	return dst;
}

void *memmove(void *dst, const void *src, size_t len)
{
	if (len <= SMALL_MAX)
		copy_small(dst, src, len);
	else if ((uintptr_t)dst - (uintptr_t)src >= len)
		copy_forward(dst, src, len);
	else
		copy_backward(dst, src, len);
	return dst;
}

static __always_inline void set_small(u8 *dst, u64 pattern, size_t len)
{
	if (len >= 8) {
		store_u64(dst, pattern);
		if (len > 16) {
			store_u64(dst + 8, pattern);
			store_u64(dst + len - 16, pattern);
		}
		store_u64(dst + len - 8, pattern);
	} else if (len >= 4) {
		store_u32(dst, (u32)pattern);
		store_u32(dst + len - 4, (u32)pattern);
	} else if (len) {
		dst[0] = (u8)pattern;
		dst[len / 2] = (u8)pattern;
		dst[len - 1] = (u8)pattern;
	}
}

void *memset(void *dst, int byte, size_t len)
{
	u64 pattern = (u8)byte * 0x0101010101010101UL;
	u8 *to = dst;
	size_t words = len / 8;

	if (len <= SMALL_MAX) {
		set_small(to, pattern, len);
		return dst;
	}
	store_u64(to + len - 8, pattern);
	__asm__ volatile("rep stosq"
			 : "+D"(to), "+c"(words)
			 : "a"(pattern)
			 : "memory");
	return dst;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const u8 *left = a, *right = b;

	while (len >= 8 && load_u64(left) == load_u64(right)) {
		left += 8;
		right += 8;
		len -= 8;
	}
	for (; len; left++, right++, len--) {
		if (*left != *right)
			return *left - *right;
	}
	return 0;
}

void *memchr(const void *from, int byte, size_t len)
{
	const u8 *p = from;

	for (; len; p++, len--) {
		if (*p == (u8)byte)
			return (void *)p;
	}
	return NULL;
}

size_t strlen(const char *s)
{
	const char *end = s;

	while (*end)
		end++;
	return end - s;
}

size_t strnlen(const char *s, size_t max)
{
	size_t len = 0;

	while (len < max && s[len])
		len++;
	return len;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (u8)*a - (u8)*b;
}

int strncmp(const char *a, const char *b, size_t max)
{
	if (!max)
		return 0;
	while (--max && *a && *a == *b) {
		a++;
		b++;
	}
	return (u8)*a - (u8)*b;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++) {
		if (!*s)
			return NULL;
	}
	return (char *)s;
}

char *strrchr(const char *s, int c)
{
	const char *found = NULL;

	do {
		if (*s == (char)c)
			found = s;
	} while (*s++);
	return (char *)found;
}

char *strstr(const char *haystack, const char *needle)
{
	size_t len = strlen(needle);

	if (!len)
		return (char *)haystack;
	while ((haystack = strchr(haystack, *needle))) {
		if (!strncmp(haystack, needle, len))
			return (char *)haystack;
		haystack++;
	}
	return NULL;
}

size_t strspn(const char *s, const char *accept)
{
	size_t len = 0;

	while (s[len] && strchr(accept, s[len]))
		len++;
	return len;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t len = 0;

	while (s[len] && !strchr(reject, s[len]))
		len++;
	return len;
}

ssize_t strscpy(char *dst, const char *src, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		dst[i] = src[i];
		if (!src[i])
			return i;
	}
	if (size)
		dst[size - 1] = '\0';
	return -E2BIG;
}

bool strstarts(const char *s, const char *prefix)
{
	while (*prefix) {
		if (*s++ != *prefix++)
			return false;
	}
	return true;
}
