// SPDX-License-Identifier: GPL-2.0-only
/*
 * printf_fuzz SEED COUNT: random formats and arguments, the kernel's snprintf
 * against the C library's. Exits with 1 at the first difference.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-truncation"

int exo_snprintf(char *buf, size_t size, const char *fmt, ...);

enum {
	BUF_SIZE = 160,
	FORMAT_MAX = 64
};

static unsigned int pick(unsigned int count)
{
	return (unsigned int)random() % count;
}

static unsigned long random_bits(void)
{
	unsigned long value = (unsigned long)random() << 33 ^
			      (unsigned long)random() << 11 ^
			      (unsigned long)random();

	return value >> pick(64) << pick(2) * pick(32);
}

static long random_long(void)
{
	static const long special[] = {0,	 1,	  -1,	   LONG_MIN,
				       LONG_MAX, INT_MIN, INT_MAX, UINT_MAX,
				       SHRT_MIN, 255};

	return pick(3) ? (long)random_bits() : special[pick(10)];
}

/* "%", flags, width and precision; @stars counts the int arguments needed. */
static char *random_start(char *out, const char *flags, int *stars)
{
	*out++ = '%';
	for (unsigned int i = pick(3); i; i--)
		*out++ = flags[pick(strlen(flags))];
	switch (pick(4)) {
	case 0:
		out += sprintf(out, "%u", pick(40));
		break;
	case 1:
		*out++ = '*';
		++*stars;
	}
	switch (pick(4)) {
	case 0:
		out += sprintf(out, ".%u", pick(30));
		break;
	case 1:
		out += sprintf(out, ".*");
		++*stars;
		break;
	case 2:
		if (!pick(4))
			*out++ = '.';
	}
	return out;
}

struct result {
	int len;
	char text[BUF_SIZE];
};

/* The conversion with as many leading int arguments as it has stars. */
#define CALL(function, result, size, fmt, stars, star, value)                  \
	do {                                                                   \
		memset((result)->text, '#', BUF_SIZE);                         \
		if ((stars) == 0)                                              \
			(result)->len =                                        \
				function((result)->text, size, fmt, value);    \
		else if ((stars) == 1)                                         \
			(result)->len = function((result)->text, size, fmt,    \
						 (star)[0], value);            \
		else                                                           \
			(result)->len = function((result)->text, size, fmt,    \
						 (star)[0], (star)[1], value); \
	} while (0)

#define BOTH(value)                                                       \
	do {                                                              \
		CALL(exo_snprintf, &ours, size, fmt, stars, star, value); \
		CALL(snprintf, &theirs, size, fmt, stars, star, value);   \
	} while (0)

static void try_one(void)
{
	static const char *const lengths[] = {"",   "hh", "h", "l",
					      "ll", "z",  "t", "j"};
	static const char integers[] = "diuxXo";
	static const char *const strings[] = {"", "a", "hello",
					      "a longer text, 30 characters.."};
	struct result ours, theirs;
	char fmt[FORMAT_MAX];
	int stars = 0;
	int star[2] = {(int)pick(60) - 30, (int)pick(40) - 5};
	size_t size = pick(4) ? BUF_SIZE : pick(30);
	unsigned int kind = pick(10);
	const char *string = strings[pick(4)];
	long value = random_long();

	strcpy(fmt, "[");
	if (kind == 0) {
		strcpy(random_start(fmt + 1, "-", &stars), "s]");
		BOTH(string);
	} else if (kind == 1) {
		/* A precision means nothing to %c; leave it out. */
		stars = pick(2);
		strcpy(fmt, stars ? "[%-*c]" : "[%3c]");
		BOTH('x');
	} else {
		const char *length = lengths[pick(8)];
		char letter = integers[pick(6)];
		const char *flags = strchr("di", letter) ? "-+ 0"
				    : letter == 'u'	 ? "-0"
							 : "-#0";
		char *end = random_start(fmt + 1, flags, &stars);

		sprintf(end, "%s%c]", length, letter);
		BOTH(value);
	}
	if (ours.len == theirs.len && !memcmp(ours.text, theirs.text, BUF_SIZE))
		return;
	printf("size %zu format \"%s\" stars %d %d\n", size, fmt, star[0],
	       star[1]);
	printf("ours   %d %.*s\n", ours.len, BUF_SIZE, ours.text);
	printf("theirs %d %.*s\n", theirs.len, BUF_SIZE, theirs.text);
	exit(1);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	srandom(strtoul(argv[1], NULL, 0));
	for (long left = atol(argv[2]); left; left--)
		try_one();
	return 0;
}
