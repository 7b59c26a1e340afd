// SPDX-License-Identifier: GPL-2.0-only
#include "console_line.h"

#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	CTRL_C = 3,
	CTRL_D = 4,
	BACKSPACE = 8,
	CTRL_U = 21,
	DELETE = 127,
};

/* The second and later bytes of a character in UTF-8. */
static bool continues_character(char byte)
{
	return ((u8)byte & 0xc0) == 0x80;
}

/* A control character is shown by two, as ^A. */
static bool shown_by_two(char byte)
{
	return (u8)byte < ' ' && byte != '\t';
}

static size_t erase(struct console_line *line, char *echo)
{
	size_t size;
	char last;

	if (!line->length)
		return 0;
	do
		last = line->text[--line->length];
	while (line->length && continues_character(last));
	size = 3;
	memcpy(echo, "\b \b", 3);
	if (shown_by_two(last)) {
		memcpy(echo + size, "\b \b", 3);
		size += 3;
	}
	return size;
}

static size_t erase_all(struct console_line *line, char *echo)
{
	size_t size = 0;

	while (line->length)
		size += erase(line, echo + size);
	return size;
}

static size_t show(char *echo, u8 byte)
{
	if (!shown_by_two((char)byte)) {
		echo[0] = (char)byte;
		return 1;
	}
	echo[0] = '^';
	echo[1] = (char)(byte + '@');
	return 2;
}

/* The last place is the newline's. */
static size_t append(struct console_line *line, u8 byte, char *echo)
{
	if (line->length == CONSOLE_LINE_MAX - 1) {
		echo[0] = '\a';
		return 1;
	}
	line->text[line->length++] = (char)byte;
	return show(echo, byte);
}

static size_t end(struct console_line *line, char *echo)
{
	line->text[line->length++] = '\n';
	line->complete = true;
	echo[0] = '\n';
	return 1;
}

static size_t interrupt(struct console_line *line, char *echo)
{
	*line = (struct console_line){.complete = true, .interrupted = true};
	memcpy(echo, "^C\n", 3);
	return 3;
}

size_t console_line_add(struct console_line *line, u8 byte,
			char echo[CONSOLE_ECHO_MAX])
{
	switch (byte) {
	case '\r':
	case '\n':
		return end(line, echo);
	case BACKSPACE:
	case DELETE:
		return erase(line, echo);
	case CTRL_U:
		return erase_all(line, echo);
	case CTRL_D:
		line->complete = true;
		return 0;
	case CTRL_C:
		return interrupt(line, echo);
	default:
		return append(line, byte, echo);
	}
}

ssize_t console_line_take(struct console_line *line, struct io_iter *to)
{
	unsigned int left = line->length - line->taken;
	size_t wanted = min(to->left, (size_t)left);
	size_t copied = io_copy_to(to, line->text + line->taken, wanted);
	bool interrupted = line->interrupted;

	line->taken += (unsigned int)copied;
	if (line->taken == line->length)
		*line = (struct console_line){.complete = false};
	if (interrupted)
		return -EINTR;
	return copied || !wanted ? (ssize_t)copied : -EFAULT;
}
