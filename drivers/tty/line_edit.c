// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking back what was typed of a line, and making the screen agree. How wide
 * a character is shown depends on where it stands (tabs), so the column of
 * what is left is counted from the line's beginning.
 */
#include "line_discipline.h"

#include <exo/ctype.h>
#include <exo/string.h>

static bool continuation(const struct line_discipline *line, u8 byte)
{
	return line_input_flag(line, IUTF8) && (byte & 0xc0) == 0x80;
}

static bool shown_as_control(const struct line_discipline *line, u8 byte)
{
	return line_local_flag(line, ECHOCTL) && iscntrl(byte) &&
	       byte != '\t' && byte != '\n';
}

void line_echo(struct line_discipline *line, u8 byte)
{
	const char text[2] = {'^', (char)(byte ^ 0x40)};

	if (shown_as_control(line, byte))
		line_write(line, text, sizeof(text));
	else
		line_write(line, (const char *)&byte, 1);
}

static u8 byte_at(const struct line_discipline *line, u32 at)
{
	return line->bytes[at % LINE_SIZE];
}

/* The column behind what is left of the line. */
static u32 column_of_rest(const struct line_discipline *line)
{
	u32 column = line->line_column;

	for (u32 at = line->line_end; at != line->write_at; at++) {
		u8 byte = byte_at(line, at);

		if (byte == '\t')
			column = (column | 7) + 1;
		else if (shown_as_control(line, byte))
			column += 2;
		else if (!iscntrl(byte) && !continuation(line, byte))
			column++;
	}
	return column;
}

/* Forget the last character, all bytes of it. */
static u8 take_back(struct line_discipline *line)
{
	u8 byte;

	do {
		byte = byte_at(line, --line->write_at);
	} while (continuation(line, byte) && line->write_at != line->line_end);
	return byte;
}

/* Let the cursor go back to where the rest ends, over what was shown. */
static void wipe(struct line_discipline *line, bool tab)
{
	u32 column = column_of_rest(line);

	while (line->column > column) {
		if (tab) {
			/* Nothing to blank, and more columns than one. */
			line->host->output(line, "\b", 1);
			line->column--;
		} else {
			line_write(line, "\b \b", 3);
		}
	}
}

static bool nothing_typed(const struct line_discipline *line)
{
	return line->write_at == line->line_end;
}

static void erase_one(struct line_discipline *line)
{
	u8 byte = take_back(line);

	if (!line_local_flag(line, ECHO))
		return;
	if (line_local_flag(line, ECHOE))
		wipe(line, byte == '\t');
	else
		line_echo(line, line->termios.c_cc[VERASE]);
}

void line_erase(struct line_discipline *line)
{
	if (!nothing_typed(line))
		erase_one(line);
}

static bool in_word(const struct line_discipline *line)
{
	u8 byte = byte_at(line, line->write_at - 1);

	return isalnum(byte) || byte == '_' || byte >= 0x80;
}

void line_erase_word(struct line_discipline *line)
{
	while (!nothing_typed(line) && !in_word(line))
		erase_one(line);
	while (!nothing_typed(line) && in_word(line))
		erase_one(line);
}

void line_kill(struct line_discipline *line)
{
	if (nothing_typed(line))
		return;
	if (!line_local_flag(line, ECHO)) {
		line->write_at = line->line_end;
		return;
	}
	if (line_local_flag(line, ECHOKE) && line_local_flag(line, ECHOE) &&
	    line_local_flag(line, ECHOK)) {
		while (!nothing_typed(line))
			erase_one(line);
		return;
	}
	line->write_at = line->line_end;
	line_echo(line, line->termios.c_cc[VKILL]);
	if (line_local_flag(line, ECHOK))
		line_write(line, "\n", 1);
}

void line_reprint(struct line_discipline *line)
{
	line_echo(line, line->termios.c_cc[VREPRINT]);
	line_write(line, "\n", 1);
	line->line_column = line->column;
	for (u32 at = line->line_end; at != line->write_at; at++)
		line_echo(line, byte_at(line, at));
}
