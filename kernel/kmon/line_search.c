// SPDX-License-Identifier: GPL-2.0-only
/*
 * ^R: search the history backwards while the pattern is typed. The line
 * shows the newest match; ^R again goes to the next older one, ^G or ^C
 * gives the draft back, any other key takes the match and acts on it.
 */
#include "line_reader.h"

#include <exo/printf.h>
#include <exo/string.h>

#include "utf8.h"

/* Show the pattern, and the match when there is a (new) one. */
static void show_match(struct line_reader *reader, unsigned int from_age)
{
	struct line_search *search = &reader->search;
	unsigned int age = from_age;
	const char *line;

	search->pattern[search->length] = '\0';
	snprintf(search->prompt, sizeof(search->prompt),
		 "search '%s': ", search->pattern);
	line_editor_set_prompt(&reader->editor, search->prompt);
	if (!search->length)
		return;
	if (!history_search(&reader->history, search->pattern, &age)) {
		line_editor_bell(&reader->editor);
		return;
	}
	search->age = age;
	reader->depth = age + 1;
	line = history_line(&reader->history, age);
	line_editor_set(&reader->editor, line, strlen(line));
}

void line_search_begin(struct line_reader *reader)
{
	struct line_search *search = &reader->search;

	if (reader->depth == 0)
		strscpy(reader->draft, line_editor_text(&reader->editor),
			sizeof(reader->draft));
	search->active = true;
	search->length = 0;
	search->age = 0;
	show_match(reader, 0);
}

static void add_to_pattern(struct line_reader *reader)
{
	struct line_search *search = &reader->search;
	const struct key_decoder *decoder = &reader->decoder;

	if (search->length + decoder->text_length >= sizeof(search->pattern)) {
		line_editor_bell(&reader->editor);
		return;
	}
	memcpy(search->pattern + search->length, decoder->text,
	       decoder->text_length);
	search->length += decoder->text_length;
	show_match(reader, search->age);
}

static void take_from_pattern(struct line_reader *reader)
{
	struct line_search *search = &reader->search;

	if (search->length)
		search->length = utf8_previous(search->pattern, search->length);
	show_match(reader, 0);
}

static void search_end(struct line_reader *reader)
{
	reader->search.active = false;
	line_editor_set_prompt(&reader->editor, reader->prompt);
}

bool line_search_key(struct line_reader *reader, enum key key)
{
	switch (key) {
	case KEY_TEXT:
		add_to_pattern(reader);
		return true;
	case KEY_BACKSPACE:
		take_from_pattern(reader);
		return true;
	case KEY_SEARCH:
		show_match(reader, reader->search.age + 1);
		return true;
	case KEY_ABORT:
	case KEY_INTERRUPT:
		search_end(reader);
		reader->depth = 0;
		line_editor_set(&reader->editor, reader->draft,
				strlen(reader->draft));
		return true;
	default:
		search_end(reader);
		return false;
	}
}
