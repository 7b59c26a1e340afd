/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. One component of a path, with its hash. It need not end with a
 * NUL: it may stand in the middle of the path.
 *
 * The hash is a multiplication for each byte, so that it can be computed
 * while the end of the component is looked for.
 */
#ifndef EXO_PATH_NAME_H
#define EXO_PATH_NAME_H

#include <exo/string.h>
#include <exo/types.h>

struct path_name {
	const char *chars;
	u32 length;
	u32 hash;
};

/* The state before the first byte, and after one more. */
#define NAME_HASH_START 0x2545f4914f6cdd1dUL

static inline u64 name_hash_add(u64 state, u8 byte)
{
	return (state ^ byte) * 0x9e3779b97f4a7c15UL;
}

/* The high bits depend on all bytes. */
static inline u32 name_hash_end(u64 state)
{
	return (u32)(state >> 32);
}

/*
 * The component at @from, which is not a slash: up to the next slash or NUL.
 * Longer than NAME_MAX is the caller's to refuse. Returns where it ended.
 */
static inline const char *path_name_read(const char *from,
					 struct path_name *name)
{
	u64 state = NAME_HASH_START;
	const char *at = from;

	do
		state = name_hash_add(state, (u8)*at++);
	while (*at && *at != '/');
	name->chars = from;
	name->length = (u32)(at - from);
	name->hash = name_hash_end(state);
	return at;
}

static inline bool path_name_equal(const struct path_name *name,
				   const char *chars, size_t length)
{
	return name->length == length && !memcmp(name->chars, chars, length);
}

#endif
