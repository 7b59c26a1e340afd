// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tab: command names, as the first word of the line and after `help`.
 */
#include "line_reader.h"

#include <exo/string.h>

/* Where the word before the cursor begins, if commands stand there. */
static bool completable_word(const struct line_editor *editor, size_t *start)
{
	size_t at = editor->cursor;

	while (at > 0 && editor->text[at - 1] != ' ')
		at--;
	*start = at;
	while (at > 0 && editor->text[at - 1] == ' ')
		at--;
	return at == 0 || (at == 4 && !memcmp(editor->text, "help", 4));
}

static void list(struct line_reader *reader, const char *prefix, size_t length)
{
	struct line_editor *editor = &reader->editor;
	const struct kmon_command *c = NULL;
	size_t column = 0, size;

	line_editor_finish(editor);
	while ((c = command_next(reader->commands, c, prefix, length))) {
		size = strlen(c->name) + 2;
		if (column + size > editor->columns) {
			editor->write(editor->write_arg, "\n", 1);
			column = 0;
		}
		editor->write(editor->write_arg, c->name, size - 2);
		editor->write(editor->write_arg, "  ", 2);
		column += size;
	}
	editor->write(editor->write_arg, "\n", 1);
	line_editor_redraw(editor);
}

void line_completion(struct line_reader *reader)
{
	struct line_editor *editor = &reader->editor;
	const struct kmon_command *match;
	const char *prefix;
	size_t start, length, common;
	unsigned int count = 0;

	if (!completable_word(editor, &start)) {
		line_editor_bell(editor);
		return;
	}
	prefix = editor->text + start;
	length = editor->cursor - start;
	common =
		command_common_prefix(reader->commands, prefix, length, &count);
	if (count == 0) {
		line_editor_bell(editor);
		return;
	}
	if (common == length && count > 1) {
		list(reader, prefix, length);
		return;
	}
	match = command_next(reader->commands, NULL, prefix, length);
	if (common > length &&
	    !line_editor_insert(editor, match->name + length, common - length))
		return;
	if (count == 1)
		line_editor_insert(editor, " ", 1);
}
