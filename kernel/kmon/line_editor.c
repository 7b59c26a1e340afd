// SPDX-License-Identifier: GPL-2.0-only
/*
 * The line editor: a gapless buffer and a cursor. Each change composes the
 * row that should be on the terminal, compares it with the one that is, and
 * writes only from the first difference on (line_editor_row.c).
 */
#include "line_editor.h"

#include <exo/compiler.h>
#include <exo/string.h>

#include "line_editor_row.h"
#include "utf8.h"

void line_editor_init(struct line_editor *editor, size_t columns,
		      void (*write)(void *arg, const char *text, size_t length),
		      void *write_arg)
{
	memset(editor, 0, sizeof(*editor));
	editor->prompt = "";
	editor->columns = min(columns, (size_t)LINE_EDITOR_COLUMNS_MAX);
	editor->write = write;
	editor->write_arg = write_arg;
}

void line_editor_begin(struct line_editor *editor, const char *prompt)
{
	editor->prompt = prompt;
	editor->length = 0;
	editor->cursor = 0;
	line_editor_redraw(editor);
}

void line_editor_bell(struct line_editor *editor)
{
	editor->write(editor->write_arg, "\a", 1);
}

char *line_editor_text(struct line_editor *editor)
{
	editor->text[editor->length] = '\0';
	return editor->text;
}

bool line_editor_insert(struct line_editor *editor, const char *text,
			size_t length)
{
	char *at = editor->text + editor->cursor;

	if (length > LINE_EDITOR_MAX - 1 - editor->length) {
		line_editor_bell(editor);
		return false;
	}
	memmove(at + length, at, editor->length - editor->cursor);
	memcpy(at, text, length);
	editor->length += length;
	editor->cursor += length;
	line_editor_draw(editor);
	return true;
}

void line_editor_set(struct line_editor *editor, const char *text,
		     size_t cursor)
{
	editor->length = min(strlen(text), (size_t)LINE_EDITOR_MAX - 1);
	memcpy(editor->text, text, editor->length);
	editor->cursor = min(cursor, editor->length);
	line_editor_draw(editor);
}

void line_editor_set_prompt(struct line_editor *editor, const char *prompt)
{
	editor->prompt = prompt;
	line_editor_draw(editor);
}

/* Take out [from, to) and leave the cursor there. */
static void line_editor_remove(struct line_editor *editor, size_t from,
			       size_t to)
{
	if (from == to) {
		line_editor_bell(editor);
		return;
	}
	memmove(editor->text + from, editor->text + to, editor->length - to);
	editor->length -= to - from;
	editor->cursor = from;
	line_editor_draw(editor);
}

static void line_editor_kill(struct line_editor *editor, size_t from, size_t to)
{
	if (from != to) {
		editor->killed_length = to - from;
		memcpy(editor->killed, editor->text + from, to - from);
	}
	line_editor_remove(editor, from, to);
}

static void line_editor_yank(struct line_editor *editor)
{
	if (editor->killed_length)
		line_editor_insert(editor, editor->killed,
				   editor->killed_length);
	else
		line_editor_bell(editor);
}

static void line_editor_move(struct line_editor *editor, size_t to)
{
	editor->cursor = to;
	line_editor_draw(editor);
}

static size_t before_cursor(const struct line_editor *editor)
{
	return editor->cursor ? utf8_previous(editor->text, editor->cursor) : 0;
}

static size_t after_cursor(const struct line_editor *editor)
{
	if (editor->cursor == editor->length)
		return editor->length;
	return utf8_next(editor->text, editor->length, editor->cursor);
}

/* Where the word before the cursor begins; words end at spaces. */
static size_t word_start(const struct line_editor *editor)
{
	size_t at = editor->cursor;

	while (at > 0 && editor->text[at - 1] == ' ')
		at--;
	while (at > 0 && editor->text[at - 1] != ' ')
		at--;
	return at;
}

static size_t word_end(const struct line_editor *editor)
{
	size_t at = editor->cursor;

	while (at < editor->length && editor->text[at] == ' ')
		at++;
	while (at < editor->length && editor->text[at] != ' ')
		at++;
	return at;
}

bool line_editor_key(struct line_editor *editor, enum key key, const char *text,
		     size_t length)
{
	switch (key) {
	case KEY_TEXT:
		line_editor_insert(editor, text, length);
		return true;
	case KEY_INVALID:
		line_editor_bell(editor);
		return true;
	case KEY_BACKSPACE:
		line_editor_remove(editor, before_cursor(editor),
				   editor->cursor);
		return true;
	case KEY_DELETE:
		line_editor_remove(editor, editor->cursor,
				   after_cursor(editor));
		return true;
	case KEY_LEFT:
		line_editor_move(editor, before_cursor(editor));
		return true;
	case KEY_RIGHT:
		line_editor_move(editor, after_cursor(editor));
		return true;
	case KEY_WORD_LEFT:
		line_editor_move(editor, word_start(editor));
		return true;
	case KEY_WORD_RIGHT:
		line_editor_move(editor, word_end(editor));
		return true;
	case KEY_HOME:
		line_editor_move(editor, 0);
		return true;
	case KEY_END:
		line_editor_move(editor, editor->length);
		return true;
	case KEY_KILL_TO_END:
		line_editor_kill(editor, editor->cursor, editor->length);
		return true;
	case KEY_KILL_TO_START:
		line_editor_kill(editor, 0, editor->cursor);
		return true;
	case KEY_KILL_WORD:
		line_editor_kill(editor, word_start(editor), editor->cursor);
		return true;
	case KEY_YANK:
		line_editor_yank(editor);
		return true;
	default:
		return false;
	}
}
