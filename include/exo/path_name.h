/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. One component of a path, with its hash. It need not end with a
 * NUL: it may stand in the middle of the path.
 *
 * Names are read and compared by words of eight bytes. A word is loaded where a
 * name begins, which may be less than eight bytes before the end of the string;
 * that reads no page which the string is not in. The first two words and the hash
 * are kept beside each name, so that most comparisons look no further.
 */
#ifndef EXO_PATH_NAME_H
#define EXO_PATH_NAME_H

#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/types.h>
#include <exo/unaligned.h>

struct path_name {
	const char *chars;
	u64 first, second; /* its first sixteen bytes; zeros behind its end */
	u64 hash;
	u32 length;
};

/* In each byte of a word. */
#define NAME_BYTES(byte) (0x0101010101010101UL * (byte))

enum {
	NAME_WORD = sizeof(u64),
	NAME_IN_WORDS = 2 * NAME_WORD, /* bytes that are in first and second */
};

/* The hash is the state behind the last word. */
static inline u64 name_hash_add(u64 state, u64 word)
{
	return ((state ^ state >> 32) ^ word) * 0x9e3779b97f4a7c15UL;
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
 * The high bit of each byte that ends a component, a NUL or a slash; and perhaps of
 * some behind the first of them. These are the bytes below 0x80 that borrow when 1
 * is taken away from them, or from what they differ from a slash by.
 */
static inline u64 name_ends(u64 word)
{
	u64 slashed = word ^ NAME_BYTES('/');

	return ((word - NAME_BYTES(0x01)) | (slashed - NAME_BYTES(0x01))) &
	       ~word & NAME_BYTES(0x80);
}

/* All bits of the bytes before the first that is marked in @ends. */
static inline u64 name_mask(u64 ends)
{
	return (ends ^ (ends - 1)) >> 8;
}

/* Where a component ends, whose last word at @at has the marks @ends. */
static inline const char *name_end(const char *at, u64 ends)
{
	return at + (unsigned int)__builtin_ctzl(ends) / 8;
}

/* In registers, where two words are returned. */
struct name_hash {
	u64 hash;
	u64 length;
};

/* The name at @from goes on behind its first two words, which make @state. */
static __noinline __maybe_unused struct name_hash
name_hash_long(const char *from, u64 state)
{
	const char *at = from + NAME_IN_WORDS;
	u64 word = name_load(at), ends = name_ends(word);

	while (!ends) {
		state = name_hash_add(state, word);
		at += NAME_WORD;
		word = name_load(at);
		ends = name_ends(word);
	}
	return (struct name_hash){
		.hash = name_hash_add(state, word & name_mask(ends)),
		.length = (u64)(name_end(at, ends) - from),
	};
}

/*
 * The component at @from, which does not begin with a slash: up to the next
 * slash or NUL. Longer than NAME_MAX is the caller's to refuse.
 */
static __always_inline void path_name_read(struct path_name *name,
					   const char *from)
{
	u64 word = name_load(from), ends = name_ends(word);
	struct name_hash all;

	name->chars = from;
	name->first = ends ? word & name_mask(ends) : word;
	name->second = 0;
	name->hash = name_hash_add(0, name->first);
	if (likely(ends)) {
		name->length = (u32)(name_end(from, ends) - from);
		return;
	}
	word = name_load(from + NAME_WORD);
	ends = name_ends(word);
	name->second = ends ? word & name_mask(ends) : word;
	name->hash = name_hash_add(name->hash, name->second);
	if (likely(ends)) {
		name->length = (u32)(name_end(from + NAME_WORD, ends) - from);
		return;
	}
	all = name_hash_long(from, name->hash);
	name->hash = all.hash;
	name->length = (u32)all.length;
}

static inline const char *path_name_end(const struct path_name *name)
{
	return name->chars + name->length;
}

/* Are the @length bytes, more than are in words, the same? The first are. */
static inline bool name_chars_equal(const char *a, const char *b, size_t length)
{
	for (size_t at = NAME_IN_WORDS; at + NAME_WORD < length;
	     at += NAME_WORD)
		if (load_u64(a + at) != load_u64(b + at))
			return false;
	return load_u64(a + length - NAME_WORD) ==
	       load_u64(b + length - NAME_WORD);
}

/*
 * Copy it to @chars, which has room for path_name_room() bytes, in words. Zeros
 * may follow, up to that room.
 */
static inline void path_name_copy(const struct path_name *name, char *chars)
{
	store_u64(chars, name->first);
	store_u64(chars + NAME_WORD, name->second);
	if (unlikely(name->length > NAME_IN_WORDS))
		memcpy(chars, name->chars, name->length);
}

static inline size_t path_name_room(const struct path_name *name)
{
	return max(name->length, (u32)NAME_IN_WORDS);
}

/* Is @name the @length bytes at @chars? */
static inline bool path_name_equal(const struct path_name *name,
				   const char *chars, u32 length)
{
	return name->length == length && !memcmp(name->chars, chars, length);
}

/* Are two names, both read by path_name_read(), the same? */
static inline bool path_name_same(const struct path_name *a,
				  const struct path_name *b)
{
	return a->hash == b->hash && a->first == b->first &&
	       a->second == b->second &&
	       (a->length < NAME_IN_WORDS ||
		(a->length == b->length &&
		 name_chars_equal(a->chars, b->chars, a->length)));
}

#endif
