/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. Typed bytes into finished lines:
 * key decoder, line editor, history, search and completion put together.
 */
#ifndef KMON_LINE_READER_H
#define KMON_LINE_READER_H

#include "command_table.h"
#include "history.h"
#include "key_decoder.h"
#include "line_editor.h"

/* The state of ^R; see line_search.c. */
struct line_search {
	bool active;
	char pattern[32];
	size_t length;
	unsigned int age; /* of the match */
	char prompt[64];
};

struct line_reader {
	struct key_decoder decoder;
	struct line_editor editor;
	struct history history;
	struct line_search search;
	const struct command_table *commands;
	const char *prompt;

	unsigned int depth; /* 0: the new line; n: history age n - 1 */
	char draft[LINE_EDITOR_MAX]; /* the new line while depth > 0 */
};

void line_reader_init(struct line_reader *reader, size_t columns,
		      void (*write)(void *arg, const char *text, size_t length),
		      void *write_arg, const struct command_table *commands);

/* Prompt for a new line. */
void line_reader_begin(struct line_reader *reader, const char *prompt);

/*
 * Take one byte. Returns the finished line, the caller's until the next call,
 * and leaves the terminal on a fresh row; NULL while it is not finished.
 */
char *line_reader_feed(struct line_reader *reader, u8 byte);

/* Tab: complete the word before the cursor, or list what it may become. */
#ifdef CONFIG_KMON_COMPLETION
void line_completion(struct line_reader *reader);
#else
static inline void line_completion(struct line_reader *reader)
{
	line_editor_bell(&reader->editor);
}
#endif

/*
 * Keys of the reverse search. line_search_key() returns false when the key
 * ends the search and is to be carried out on the line that was found.
 */
#ifdef CONFIG_KMON_HISTORY
void line_search_begin(struct line_reader *reader);
bool line_search_key(struct line_reader *reader, enum key key);
#else
static inline void line_search_begin(struct line_reader *reader)
{
	line_editor_bell(&reader->editor);
}

static inline bool line_search_key(struct line_reader *reader, enum key key)
{
	(void)reader;
	(void)key;
	return false;
}
#endif

#endif
