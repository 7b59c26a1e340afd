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
	union {
		struct {
			u32 hash;
			u32 length;
		};
		u64 key; /* both, to be compared at once */
	};
};

/* @name->length, of a name that is in registers as yet. */
static inline u64 path_name_length(const struct path_name *name)
{
	return name->key >> 32;
}

/* In each byte of a word. */
#define NAME_BYTES(byte) (0x0101010101010101UL * (byte))

enum {
	NAME_WORD = sizeof(u64),
	NAME_IN_WORDS = 2 * NAME_WORD, /* bytes that are in first and second */
};

/* The hash is the upper half of the state behind the last word. */
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
 * The high bit of each byte that is zero; and perhaps of some behind the first
 * of them.
 */
static inline u64 zero_bytes(u64 word)
{
	return (word - NAME_BYTES(0x01)) & ~word & NAME_BYTES(0x80);
}

/* The same for the bytes that end a component. */
static inline u64 name_ends(u64 word)
{
	return zero_bytes(word) | zero_bytes(word ^ NAME_BYTES('/'));
}

/* All bits of the bytes before the first that is marked in @ends. */
static inline u64 name_mask(u64 ends)
{
	return (ends ^ (ends - 1)) >> 8;
}

/*
 * The component ends in @word, its last, which is @before bytes behind its begin,
 * at the first byte that is marked in @ends. Returns where.
 */
static __always_inline const char *path_name_finish(struct path_name *name,
						    u64 state, u64 word,
						    u64 ends, size_t before)
{
	size_t length = before + (unsigned int)__builtin_ctzl(ends) / 8;

	name->key = name_hash_add(state, word) >> 32 | length << 32;
	return name->chars + length;
}

/* path_name_read() of one that goes on behind its first two words. */
static __noinline __maybe_unused const char *
path_name_read_long(struct path_name *name)
{
	u64 state = name_hash_add(name_hash_add(0, name->first), name->second);
	size_t at = NAME_IN_WORDS;
	u64 word = name_load(name->chars + at), ends = name_ends(word);

	while (!ends) {
		state = name_hash_add(state, word);
		at += NAME_WORD;
		word = name_load(name->chars + at);
		ends = name_ends(word);
	}
	return path_name_finish(name, state, word & name_mask(ends), ends, at);
}

/*
 * The component at @from, which does not begin with a slash: up to the next
 * slash or NUL. Longer than NAME_MAX is the caller's to refuse. Returns where it
 * ended.
 */
static __always_inline const char *path_name_read(const char *from,
						  struct path_name *name)
{
	u64 word = name_load(from), ends = name_ends(word);

	name->chars = from;
	if (likely(ends)) {
		name->first = word & name_mask(ends);
		name->second = 0;
		return path_name_finish(name, 0, name->first, ends, 0);
	}
	name->first = word;
	word = name_load(from + NAME_WORD);
	ends = name_ends(word);
	if (unlikely(!ends)) {
		struct path_name read = *name;

		read.second = word;
		from = path_name_read_long(&read);
		*name = read; /* which thus need not be in memory */
		return from;
	}
	name->second = word & name_mask(ends);
	return path_name_finish(name, name_hash_add(0, name->first),
				name->second, ends, NAME_WORD);
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
	return a->key == b->key && a->first == b->first &&
	       a->second == b->second &&
	       (path_name_length(a) <= NAME_IN_WORDS ||
		name_chars_equal(a->chars, b->chars, a->length));
}

#endif
