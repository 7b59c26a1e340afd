// SPDX-License-Identifier: GPL-2.0-only
#include "limit_text.h"

#include <exo/ctype.h>
#include <exo/kstrto.h>
#include <exo/string.h>
#include <uapi/errno.h>

static void skip(const char **bytes, size_t *size, size_t count)
{
	*bytes += count;
	*size -= count;
}

int limit_read(const char **bytes, size_t *size, u64 *value)
{
	char digits[24];
	size_t length = 0;

	while (*size && isspace(**bytes))
		skip(bytes, size, 1);
	while (length < *size && !isspace((*bytes)[length]))
		length++;
	if (!length)
		return -ENODATA;
	if (length >= sizeof(digits))
		return -EINVAL;
	memcpy(digits, *bytes, length);
	digits[length] = '\0';
	skip(bytes, size, length);
	return kstrtoul(digits, 10, value);
}

int limit_write(const char *bytes, size_t size, u32 *limit, u32 min, u32 max)
{
	u64 value;
	int err = limit_read(&bytes, &size, &value);

	if (err || value < min || value > max)
		return -EINVAL;
	WRITE_ONCE(*limit, (u32)value);
	return 0;
}
