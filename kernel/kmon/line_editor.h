/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. One line of text being edited, and
 * its picture on one row of a terminal.
 *
 * The picture is drawn with printable characters, '\b' and spaces only, so
 * it works on every terminal and console driver. A line too long for the
 * row scrolls sideways; '<' and '>' mark what lies beyond an edge.
 */
#ifndef KMON_LINE_EDITOR_H
#define KMON_LINE_EDITOR_H

#include <exo/types.h>

#include "key_decoder.h"

enum {
	LINE_EDITOR_MAX = 512, /* bytes a line, with the NUL */
	LINE_EDITOR_COLUMNS_MAX = 160,
	LINE_EDITOR_ROW_MAX = 4 * LINE_EDITOR_COLUMNS_MAX,
};

/* Text on the row; @cursor is the offset of the byte it stands on. */
struct line_editor_row {
	char text[LINE_EDITOR_ROW_MAX];
	size_t length, cursor;
};

struct line_editor {
	/* Where the picture goes. */
	void (*write)(void *arg, const char *text, size_t length);
	void *write_arg;

	const char *prompt;
	size_t columns; /* width of the terminal */

	/* Bytes; cursor and first stand at the start of a character. */
	char text[LINE_EDITOR_MAX];
	size_t length, cursor;
	size_t first; /* the leftmost byte in sight */

	char killed[LINE_EDITOR_MAX]; /* what the last kill took */
	size_t killed_length;

	struct line_editor_row shown; /* what the terminal shows now */
};

/* @columns beyond LINE_EDITOR_COLUMNS_MAX are not used. */
void line_editor_init(struct line_editor *editor, size_t columns,
		      void (*write)(void *arg, const char *text, size_t length),
		      void *write_arg);

/* Start with an empty line on a fresh row. @prompt is kept, not copied. */
void line_editor_begin(struct line_editor *editor, const char *prompt);

/*
 * Carry out an editing key; with nothing to delete or paste, ring the bell.
 * @text holds @length bytes for KEY_TEXT. False when the key does not edit:
 * Enter, Tab, Up and their like are the caller's.
 */
bool line_editor_key(struct line_editor *editor, enum key key, const char *text,
		     size_t length);

/* Insert at the cursor; refused whole, with a bell, when it does not fit. */
bool line_editor_insert(struct line_editor *editor, const char *text,
			size_t length);

/* Make @text (terminated) the line, cursor at @cursor. */
void line_editor_set(struct line_editor *editor, const char *text,
		     size_t cursor);

/* The line, terminated. */
char *line_editor_text(struct line_editor *editor);

void line_editor_set_prompt(struct line_editor *editor, const char *prompt);
void line_editor_bell(struct line_editor *editor);

/* Draw all of it again, on a fresh row: others have written meanwhile. */
void line_editor_redraw(struct line_editor *editor);

/* Leave the row: what is written next starts on a new line. */
void line_editor_finish(struct line_editor *editor);

#endif
