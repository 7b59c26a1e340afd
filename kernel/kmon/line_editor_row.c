// SPDX-License-Identifier: GPL-2.0-only
/*
 * The picture of the edited line: prompt, then as much of the text as fits.
 *
 *	|exo> <in the middle of a long li>|
 *
 * The last column stays free, because terminals disagree on what happens to
 * the cursor behind it.
 */
#include "line_editor_row.h"

#include <exo/string.h>

#include "utf8.h"

static void row_append(struct line_editor_row *row, const char *text,
		       size_t length)
{
	size_t room = sizeof(row->text) - row->length;

	if (length > room)
		return;
	memcpy(row->text + row->length, text, length);
	row->length += length;
}

/* The offset @columns characters after @at, or the end of the text. */
static size_t text_advance(const struct line_editor *editor, size_t at,
			   size_t columns)
{
	while (columns-- && at < editor->length)
		at = utf8_next(editor->text, editor->length, at);
	return at;
}

/* Scroll by half a row when the cursor has left the @width columns in sight. */
static void scroll_to_cursor(struct line_editor *editor, size_t width)
{
	size_t columns;

	if (editor->first > editor->length)
		editor->first = 0;
	if (editor->cursor >= editor->first) {
		columns = utf8_columns(editor->text + editor->first,
				       editor->cursor - editor->first);
		if (columns < width)
			return;
	}
	editor->first = editor->cursor;
	for (columns = 0; columns < width / 2 && editor->first; columns++)
		editor->first = utf8_previous(editor->text, editor->first);
}

/* Columns left for text beside the prompt, never less than a few. */
static size_t text_width(const struct line_editor *editor)
{
	size_t prompt = utf8_columns(editor->prompt, strlen(editor->prompt));
	size_t least = 8;

	if (prompt + least >= editor->columns)
		return least;
	return editor->columns - 1 - prompt;
}

static void row_compose(struct line_editor *editor, struct line_editor_row *row)
{
	size_t width = text_width(editor);
	size_t end = editor->length;

	row->length = 0;
	row_append(row, editor->prompt, strlen(editor->prompt));

	if (utf8_columns(editor->text, editor->length) < width) {
		editor->first = 0;
	} else {
		width -= 2; /* the two markers */
		scroll_to_cursor(editor, width);
		end = text_advance(editor, editor->first, width);
		row_append(row, editor->first ? "<" : " ", 1);
	}
	row->cursor = row->length + (editor->cursor - editor->first);
	row_append(row, editor->text + editor->first, end - editor->first);
	if (end < editor->length)
		row_append(row, ">", 1);
}

static void put(struct line_editor *editor, const char *text, size_t length)
{
	if (length)
		editor->write(editor->write_arg, text, length);
}

static void put_repeated(struct line_editor *editor, char c, size_t count)
{
	while (count--)
		put(editor, &c, 1);
}

/* Right is gone by writing what stands there already. */
static void move_cursor(struct line_editor *editor, size_t to)
{
	struct line_editor_row *shown = &editor->shown;

	if (to < shown->cursor)
		put_repeated(editor, '\b',
			     utf8_columns(shown->text + to,
					  shown->cursor - to));
	else
		put(editor, shown->text + shown->cursor, to - shown->cursor);
	shown->cursor = to;
}

/* How many leading bytes two rows share, in whole characters. */
static size_t common_length(const struct line_editor_row *a,
			    const struct line_editor_row *b)
{
	size_t same = 0;

	while (same < a->length && same < b->length &&
	       a->text[same] == b->text[same])
		same++;
	while (same > 0 &&
	       ((same < a->length && utf8_continues(a->text[same])) ||
		(same < b->length && utf8_continues(b->text[same]))))
		same--;
	return same;
}

/* Write @next over what is shown, from their first difference on. */
static void show_row(struct line_editor *editor,
		     const struct line_editor_row *next, size_t same)
{
	struct line_editor_row *shown = &editor->shown;
	size_t old_columns =
		utf8_columns(shown->text + same, shown->length - same);
	size_t new_columns =
		utf8_columns(next->text + same, next->length - same);

	move_cursor(editor, same);
	put(editor, next->text + same, next->length - same);
	if (old_columns > new_columns) {
		put_repeated(editor, ' ', old_columns - new_columns);
		put_repeated(editor, '\b', old_columns - new_columns);
	}
	memcpy(shown->text, next->text, next->length);
	shown->length = next->length;
	shown->cursor = next->length;
}

void line_editor_draw(struct line_editor *editor)
{
	struct line_editor_row next;
	size_t same;

	row_compose(editor, &next);
	same = common_length(&editor->shown, &next);
	if (same < editor->shown.length || same < next.length)
		show_row(editor, &next, same);
	move_cursor(editor, next.cursor);
}

void line_editor_redraw(struct line_editor *editor)
{
	editor->shown.length = 0;
	editor->shown.cursor = 0;
	line_editor_draw(editor);
}

void line_editor_finish(struct line_editor *editor)
{
	move_cursor(editor, editor->shown.length);
	put(editor, "\n", 1);
}
