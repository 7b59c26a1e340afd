// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output on its way to the terminal: c_oflag of termios(3), and the column
 * where it leaves the cursor. Text that does not move it otherwise than by one
 * column a character goes out in one piece; what escape sequences do to it is
 * not known here.
 */
#include "line_discipline.h"

#include <exo/ctype.h>

enum {
	TAB_WIDTH = 8
};

/* Whether output is changed in this way. */
static bool post_process(const struct line_discipline *line, unsigned int flag)
{
	return line->termios.c_oflag & OPOST && line->termios.c_oflag & flag;
}

static void output(struct line_discipline *line, const char *text, size_t len)
{
	line->host->output(line, text, len);
}

static void write_newline(struct line_discipline *line)
{
	if (post_process(line, ONLCR)) {
		line->column = 0;
		output(line, "\r\n", 2);
		return;
	}
	if (post_process(line, ONLRET))
		line->column = 0;
	output(line, "\n", 1);
}

static void write_return(struct line_discipline *line)
{
	if (post_process(line, ONOCR) && line->column == 0)
		return;
	if (post_process(line, OCRNL)) {
		if (post_process(line, ONLRET))
			line->column = 0;
		output(line, "\n", 1);
		return;
	}
	line->column = 0;
	output(line, "\r", 1);
}

static void write_tab(struct line_discipline *line)
{
	u32 width = TAB_WIDTH - line->column % TAB_WIDTH;

	line->column += width;
	if (post_process(line, XTABS))
		output(line, "        ", width);
	else
		output(line, "\t", 1);
}

static void write_moving(struct line_discipline *line, char c)
{
	switch (c) {
	case '\n':
		write_newline(line);
		break;
	case '\r':
		write_return(line);
		break;
	case '\t':
		write_tab(line);
		break;
	default: /* backspace */
		if (line->column)
			line->column--;
		output(line, "\b", 1);
		break;
	}
}

/* Whether what is shown next does not simply stand one column further. */
static bool moves_cursor(char c)
{
	return c == '\n' || c == '\r' || c == '\t' || c == '\b';
}

static u32 columns_of(const struct line_discipline *line, char c)
{
	if (iscntrl((u8)c))
		return 0;
	return !line_input_flag(line, IUTF8) || ((u8)c & 0xc0) != 0x80;
}

/* The length of the text before the next character that moves the cursor. */
static size_t plain_run(struct line_discipline *line, const char *text,
			size_t len)
{
	size_t run;

	for (run = 0; run < len && !moves_cursor(text[run]); run++)
		line->column += columns_of(line, text[run]);
	return run;
}

void line_write(struct line_discipline *line, const char *text, size_t len)
{
	while (len) {
		size_t run = plain_run(line, text, len);

		if (run) {
			output(line, text, run);
		} else {
			write_moving(line, *text);
			run = 1;
		}
		text += run;
		len -= run;
	}
}
