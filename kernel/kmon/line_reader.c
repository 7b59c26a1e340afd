// SPDX-License-Identifier: GPL-2.0-only
/*
 * The line reader: what each key that does not edit means at the prompt.
 */
#include "line_reader.h"

#include <exo/string.h>

void line_reader_init(struct line_reader *reader, size_t columns,
		      void (*write)(void *arg, const char *text, size_t length),
		      void *write_arg, const struct command_table *commands)
{
	memset(reader, 0, sizeof(*reader));
	line_editor_init(&reader->editor, columns, write, write_arg);
	reader->commands = commands;
}

void line_reader_begin(struct line_reader *reader, const char *prompt)
{
	reader->prompt = prompt;
	reader->depth = 0;
	line_editor_begin(&reader->editor, prompt);
}

/* Show the line @depth entries back; 0 is the one being written. */
static void go_to_depth(struct line_reader *reader, unsigned int depth)
{
	struct line_editor *editor = &reader->editor;
	const char *line = reader->draft;

	if (depth > 0)
		line = history_line(&reader->history, depth - 1);
	if (!line) {
		line_editor_bell(editor);
		return;
	}
	if (reader->depth == 0)
		strscpy(reader->draft, line_editor_text(editor),
			sizeof(reader->draft));
	reader->depth = depth;
	line_editor_set(editor, line, strlen(line));
}

static char *enter(struct line_reader *reader)
{
	char *line = line_editor_text(&reader->editor);

	line_editor_finish(&reader->editor);
	history_add(&reader->history, line);
	return line;
}

/* ^C: leave the line standing, marked, and start over. */
static void interrupt(struct line_reader *reader)
{
	struct line_editor *editor = &reader->editor;

	line_editor_key(editor, KEY_END, NULL, 0);
	editor->write(editor->write_arg, "^C", 2);
	line_editor_finish(editor);
	line_reader_begin(reader, reader->prompt);
}

/* Home the cursor and erase the display (ECMA-48 CUP and ED). */
static void clear(struct line_reader *reader)
{
	struct line_editor *editor = &reader->editor;

	editor->write(editor->write_arg, "\x1b[H\x1b[2J", 7);
	line_editor_redraw(editor);
}

static char *reader_key(struct line_reader *reader, enum key key)
{
	const struct key_decoder *decoder = &reader->decoder;

	if (reader->search.active && line_search_key(reader, key))
		return NULL;
	if (line_editor_key(&reader->editor, key, decoder->text,
			    decoder->text_length))
		return NULL;

	switch (key) {
	case KEY_ENTER:
		return enter(reader);
	case KEY_TAB:
		line_completion(reader);
		return NULL;
	case KEY_UP:
		go_to_depth(reader, reader->depth + 1);
		return NULL;
	case KEY_DOWN:
		if (reader->depth)
			go_to_depth(reader, reader->depth - 1);
		else
			line_editor_bell(&reader->editor);
		return NULL;
	case KEY_SEARCH:
		line_search_begin(reader);
		return NULL;
	case KEY_INTERRUPT:
		interrupt(reader);
		return NULL;
	case KEY_CLEAR:
		clear(reader);
		return NULL;
	default:
		line_editor_bell(&reader->editor);
		return NULL;
	}
}

char *line_reader_feed(struct line_reader *reader, u8 byte)
{
	enum key key = key_decoder_feed(&reader->decoder, byte);

	return key == KEY_NONE ? NULL : reader_key(reader, key);
}
