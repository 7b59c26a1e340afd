/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Text that is being written, in memory that grows with it. A short
 * one fits into memory that its owner provides and needs no heap.
 *
 * When memory is short the text keeps what it has, drops what comes, and says so
 * in @failed, which is looked at once, at the end. All functions are for
 * threads; they do not sleep.
 */
#ifndef EXO_TEXT_BUFFER_H
#define EXO_TEXT_BUFFER_H

#include <exo/compiler.h>
#include <exo/types.h>

struct text_buffer {
	char *bytes;
	size_t size; /* written; there is no NUL behind */
	size_t room;
	char *owned; /* the heap's block, if bytes is one */
	bool failed; /* something was dropped */
	void *private; /* who reads tells who writes; of /proc: the inode */
};

/* An empty text, which begins in the @room bytes at @first. */
static inline void text_init(struct text_buffer *text, char *first, size_t room)
{
	*text = (struct text_buffer){.bytes = first, .room = room};
}

/* Give back what it has grown to. */
void text_free(struct text_buffer *text);

/* Forget all that is written, but not the memory. */
static inline void text_clear(struct text_buffer *text)
{
	text->size = 0;
	text->failed = false;
}

/* Add @size bytes, of any value. */
void text_append(struct text_buffer *text, const void *bytes, size_t size);

/* Add what snprintf() makes of the arguments. */
__printf(2, 3) void text_printf(struct text_buffer *text, const char *fmt, ...);

/* Add @string, with each of the characters @special and \ as \ooo, in octal. */
void text_escape(struct text_buffer *text, const char *string,
		 const char *special);

#endif
