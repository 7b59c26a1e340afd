// SPDX-License-Identifier: GPL-2.0-only
/*
 * string_fuzz SEED COUNT: random buffers, the kernel's memory and string
 * functions against the C library's. Exits with 1 at the first difference.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *exo_memcpy(void *dst, const void *src, size_t len);
void *exo_memmove(void *dst, const void *src, size_t len);
void *exo_memset(void *dst, int byte, size_t len);
int exo_memcmp(const void *a, const void *b, size_t len);
void *exo_memchr(const void *from, int byte, size_t len);
size_t exo_strlen(const char *s);
size_t exo_strnlen(const char *s, size_t max);
int exo_strcmp(const char *a, const char *b);
int exo_strncmp(const char *a, const char *b, size_t max);
char *exo_strchr(const char *s, int c);
char *exo_strrchr(const char *s, int c);
char *exo_strstr(const char *haystack, const char *needle);
size_t exo_strspn(const char *s, const char *accept);
size_t exo_strcspn(const char *s, const char *reject);

enum {
	SIZE = 4096,
	TEXT_MAX = 24
};

static unsigned char ours[SIZE], theirs[SIZE];

static size_t pick(size_t count)
{
	return (size_t)random() % count;
}

static void same(bool holds, const char *what)
{
	if (holds)
		return;
	printf("%s differs\n", what);
	exit(1);
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

/* Mostly short, now and then long. */
static size_t random_length(void)
{
	return pick(4) ? pick(80) : pick(SIZE / 2);
}

static void try_memory(void)
{
	size_t len = random_length();
	size_t to = pick(SIZE - len), from = pick(SIZE - len);
	size_t near = (to + pick(100)) % (SIZE - len);
	int byte = (int)pick(512);

	for (size_t i = 0; i < SIZE; i += 1 + pick(64))
		ours[i] = theirs[i] = (unsigned char)random();
	exo_memmove(ours + to, ours + near, len);
	memmove(theirs + to, theirs + near, len);
	same(!memcmp(ours, theirs, SIZE), "memmove");
	if (from + len <= to || to + len <= from) {
		exo_memcpy(ours + to, ours + from, len);
		memcpy(theirs + to, theirs + from, len);
		same(!memcmp(ours, theirs, SIZE), "memcpy");
	}
	same(sign(exo_memcmp(ours + to, theirs + from, len)) ==
		     sign(memcmp(ours + to, theirs + from, len)),
	     "memcmp");
	same(exo_memchr(ours + to, byte, len) == memchr(ours + to, byte, len),
	     "memchr");
	exo_memset(ours + to, byte, len);
	memset(theirs + to, byte, len);
	same(!memcmp(ours, theirs, SIZE), "memset");
}

/* Few letters, so that searches and comparisons get somewhere. */
static char *random_text(size_t max)
{
	size_t len = pick(max);
	char *text = malloc(len + 1);

	for (size_t i = 0; i < len; i++)
		text[i] = pick(20) ? (char)('a' + pick(3)) : (char)0xe1;
	text[len] = '\0';
	return text;
}

/* On the heap in exact size: reading past the end is caught. */
static void try_strings(void)
{
	char *a = random_text(TEXT_MAX), *b = random_text(TEXT_MAX);
	char *needle = random_text(5);
	size_t max = pick(TEXT_MAX);
	int c = pick(5) ? 'a' + (int)pick(4) : 0;

	same(exo_strlen(a) == strlen(a), "strlen");
	same(exo_strnlen(a, max) == strnlen(a, max), "strnlen");
	same(sign(exo_strcmp(a, b)) == sign(strcmp(a, b)), "strcmp");
	same(sign(exo_strncmp(a, b, max)) == sign(strncmp(a, b, max)),
	     "strncmp");
	same(exo_strchr(a, c) == strchr(a, c), "strchr");
	same(exo_strrchr(a, c) == strrchr(a, c), "strrchr");
	same(exo_strstr(a, needle) == strstr(a, needle), "strstr");
	same(exo_strspn(a, needle) == strspn(a, needle), "strspn");
	same(exo_strcspn(a, needle) == strcspn(a, needle), "strcspn");
	free(a);
	free(b);
	free(needle);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	srandom(strtoul(argv[1], NULL, 0));
	for (long left = atol(argv[2]); left; left--) {
		try_memory();
		try_strings();
	}
	return 0;
}
