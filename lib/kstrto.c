// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text to numbers. One scanner reads sign-less digits up to the first
 * character that is none; everything else is range checks around it.
 */
#include <exo/compiler.h>
#include <exo/ctype.h>
#include <exo/kstrto.h>
#include <exo/limits.h>
#include <exo/string.h>
#include <uapi/errno.h>

static unsigned int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	if (isalpha(c))
		return tolower(c) - 'a' + 10;
	return UINT_MAX;
}

static bool has_hex_prefix(const char *text)
{
	return text[0] == '0' && tolower(text[1]) == 'x' && isxdigit(text[2]);
}

/*
 * Read digits at *@text and move it past them. -EINVAL when there are none,
 * -ERANGE when they do not fit (all of them are skipped all the same).
 */
static int scan_digits(const char **text, unsigned int base, u64 *result)
{
	const char *p = *text;
	u64 value = 0;
	int err = -EINVAL;

	if ((base == 0 || base == 16) && has_hex_prefix(p)) {
		base = 16;
		p += 2;
	} else if (base == 0) {
		base = *p == '0' ? 8 : 10;
	}
	for (; digit_value(*p) < base; p++) {
		if (err == -EINVAL)
			err = 0;
		if (__builtin_mul_overflow(value, (u64)base, &value) ||
		    __builtin_add_overflow(value, (u64)digit_value(*p), &value))
			err = -ERANGE;
	}
	*text = p;
	*result = value;
	return err;
}

static int scan_whole(const char *text, unsigned int base, u64 *result)
{
	int err = scan_digits(&text, base, result);

	return *text ? -EINVAL : err;
}

int kstrtoul(const char *text, unsigned int base, unsigned long *result)
{
	u64 value;
	int err = scan_whole(text + (*text == '+'), base, &value);

	if (!err)
		*result = value;
	return err;
}

int kstrtol(const char *text, unsigned int base, long *result)
{
	bool negative = *text == '-';
	u64 limit = (u64)LONG_MAX + negative;
	u64 magnitude;
	int err =
		scan_whole(text + (negative || *text == '+'), base, &magnitude);

	if (err)
		return err;
	if (magnitude > limit)
		return -ERANGE;
	*result = negative ? -magnitude : magnitude;
	return 0;
}

int kstrtouint(const char *text, unsigned int base, unsigned int *result)
{
	unsigned long value;
	int err = kstrtoul(text, base, &value);

	if (err)
		return err;
	if (value > UINT_MAX)
		return -ERANGE;
	*result = value;
	return 0;
}

int kstrtoint(const char *text, unsigned int base, int *result)
{
	long value;
	int err = kstrtol(text, base, &value);

	if (err)
		return err;
	if (value < INT_MIN || value > INT_MAX)
		return -ERANGE;
	*result = value;
	return 0;
}

int kstrtobool(const char *text, bool *result)
{
	static const char *const words[] = {"n", "y", "no",  "yes",
					    "0", "1", "off", "on"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!strcmp(text, words[i])) {
			*result = i & 1;
			return 0;
		}
	}
	return -EINVAL;
}

/* The power of two a size suffix stands for, or -1. */
static int suffix_shift(const char *suffix)
{
	static const char letters[] = "kmgt";
	const char *found;

	if (!*suffix)
		return 0;
	found = strchr(letters, tolower(*suffix));
	if (!found || suffix[1])
		return -1;
	return 10 * (int)(found - letters + 1);
}

int parse_size(const char *text, u64 *bytes)
{
	u64 value;
	int err = scan_digits(&text, 0, &value);
	int shift = suffix_shift(text);

	if (err == -EINVAL || shift < 0)
		return -EINVAL;
	if (err || value > UINT64_MAX >> shift)
		return -ERANGE;
	*bytes = value << shift;
	return 0;
}
