// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text in memory that doubles when it is full.
 */
#include <exo/kmalloc.h>
#include <exo/printf.h>
#include <exo/string.h>
#include <exo/text_buffer.h>

void text_free(struct text_buffer *text)
{
	kfree(text->owned);
}

/* Make room for @size more bytes; false when memory is short. */
static bool reserve(struct text_buffer *text, size_t size)
{
	size_t room = text->room;
	char *grown;

	if (size <= text->room - text->size)
		return true;
	while (room - text->size < size)
		room *= 2;
	grown = krealloc(text->owned, room);
	if (!grown) {
		text->failed = true;
		return false;
	}
	if (!text->owned)
		memcpy(grown, text->bytes, text->size);
	text->owned = text->bytes = grown;
	text->room = room;
	return true;
}

void text_append(struct text_buffer *text, const void *bytes, size_t size)
{
	if (!reserve(text, size))
		return;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
}

/* Returns the length of the whole text, which is there if it fits with a NUL. */
__printf(2, 0) static size_t
	format(struct text_buffer *text, const char *fmt, va_list arguments)
{
	return (size_t)vsnprintf(text->bytes + text->size,
				 text->room - text->size, fmt, arguments);
}

void text_printf(struct text_buffer *text, const char *fmt, ...)
{
	va_list arguments;
	size_t length;

	va_start(arguments, fmt);
	length = format(text, fmt, arguments);
	va_end(arguments);
	if (length >= text->room - text->size) {
		if (!reserve(text, length + 1))
			return;
		va_start(arguments, fmt);
		format(text, fmt, arguments);
		va_end(arguments);
	}
	text->size += length;
}

void text_escape(struct text_buffer *text, const char *string,
		 const char *special)
{
	for (; *string; string++) {
		if (*string == '\\' || strchr(special, *string))
			text_printf(text, "\\%03o", (unsigned char)*string);
		else
			text_append(text, string, 1);
	}
}
