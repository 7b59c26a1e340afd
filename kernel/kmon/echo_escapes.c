// SPDX-License-Identifier: GPL-2.0-only
#include "echo_escapes.h"

#include <exo/ctype.h>
#include <exo/string.h>

static unsigned int digit_value(char digit)
{
	return (unsigned int)(isdigit(digit) ? digit - '0'
					     : tolower(digit) - 'a' + 10);
}

/* Up to @most digits at *@text, which is moved behind them. */
static char take_number(const char **text, unsigned int most, unsigned int base)
{
	unsigned int value = 0;

	for (; most > 0 && isxdigit(**text) && digit_value(**text) < base;
	     most--, (*text)++)
		value = value * base + digit_value(**text);
	return (char)value;
}

/* One character for one letter; 0 for a letter that means nothing. */
static char plain_escape(char letter)
{
	static const char letters[] = "abeEfnrtv\\";
	static const char meanings[] = "\a\b\033\033\f\n\r\t\v\\";
	const char *found = letter ? strchr(letters, letter) : NULL;

	return found ? meanings[found - letters] : '\0';
}

/* What the escape at *@text, behind its backslash, stands for. */
static bool take_escape(const char **text, char *out)
{
	char letter = **text;

	if (letter == '0' || (letter == 'x' && isxdigit((*text)[1]))) {
		(*text)++;
		*out = letter == '0' ? take_number(text, 3, 8)
				     : take_number(text, 2, 16);
		return true;
	}
	*out = plain_escape(letter);
	if (*out)
		(*text)++;
	return *out != '\0';
}

size_t echo_escapes_expand(char *text, bool *stop)
{
	const char *from = text;
	char *to = text;

	while (*from) {
		if (*from != '\\') {
			*to++ = *from++;
			continue;
		}
		from++;
		if (*from == 'c') {
			*stop = true;
			break;
		}
		if (take_escape(&from, to))
			to++;
		else
			*to++ = '\\';
	}
	return (size_t)(to - text);
}
