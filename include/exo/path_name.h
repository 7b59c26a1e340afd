/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. One component of a path, with its hash. It need not end with a
 * NUL: it may stand in the middle of the path.
 *
 * Names are read and compared by words of eight bytes. A word is loaded where a
 * name begins, which may be less than eight bytes before the end of the string;
 * that reads no page which the string is not in.
 */
#ifndef EXO_PATH_NAME_H
#define EXO_PATH_NAME_H

#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/types.h>
#include <exo/unaligned.h>

struct path_name {
	const char *chars;
	u32 length;
	u32 hash;
};

/* In each byte of a word. */
#define NAME_BYTES(byte) (0x0101010101010101UL * (byte))

static inline u64 name_hash_add(u64 state, u64 word)
{
	state = (state ^ word) * 0x9e3779b97f4a7c15UL;
	return state ^ state >> 32;
}

/*
 * The eight bytes at @at, or those up to the end of the page: zeros follow. With
 * sanitizers, up to the end of the string.
 */
static inline u64 name_load(const char *at)
{
	u64 word = 0;

	if (!IS_ENABLED(CONFIG_KASAN) && !IS_ENABLED(__HOST_TEST__) &&
	    likely(((u64)at & 4095) <= 4096 - sizeof(word)))
		return load_u64(at);
	for (unsigned int i = 0; i < sizeof(word) && at[i]; i++)
		word |= (u64)(u8)at[i] << 8 * i;
	return word;
}

/*
 * The high bit of each byte that is zero; and perhaps of some behind the first
 * of them.
 */
static inline u64 zero_bytes(u64 word)
{
	return (word - NAME_BYTES(0x01)) & ~word & NAME_BYTES(0x80);
}

/*
 * The component at @from, which does not begin with a slash: up to the next
 * slash or NUL. Longer than NAME_MAX is the caller's to refuse. Returns where it
 * ended.
 */
static inline const char *path_name_read(const char *from,
					 struct path_name *name)
{
	const char *at = from;
	u64 state = 0, word, ends;

	for (;;) {
		word = name_load(at);
		ends = zero_bytes(word) | zero_bytes(word ^ NAME_BYTES('/'));
		if (ends)
			break;
		state = name_hash_add(state, word);
		at += sizeof(word);
	}
	/* Of the last word, what is before the end. */
	word &= (ends & -ends) / 128 - 1;
	at += (unsigned int)__builtin_ctzl(ends) / 8;
	state = name_hash_add(state, word);
	name->chars = from;
	name->length = (u32)(at - from);
	name->hash = (u32)state;
	return at;
}

/* Are the @length bytes, at least 1, the same? Reads no others. */
static inline bool name_chars_equal(const char *a, const char *b, size_t length)
{
	size_t at = 0;

	if (length < 4) /* the first, the middle and the last byte */
		return a[0] == b[0] && a[length / 2] == b[length / 2] &&
		       a[length - 1] == b[length - 1];
	if (length < 8) /* two halves, which may overlap */
		return load_u32(a) == load_u32(b) &&
		       load_u32(a + length - 4) == load_u32(b + length - 4);
	for (; at + 8 < length; at += 8)
		if (load_u64(a + at) != load_u64(b + at))
			return false;
	return load_u64(a + length - 8) == load_u64(b + length - 8);
}

static inline bool path_name_equal(const struct path_name *name,
				   const char *chars, u32 length)
{
	return name->length == length &&
	       name_chars_equal(name->chars, chars, length);
}

#endif
