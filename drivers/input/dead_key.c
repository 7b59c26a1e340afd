// SPDX-License-Identifier: GPL-2.0-only
/*
 * The accents of western European keyboards and the letters that take them
 * (Unicode, canonical compositions in Latin-1).
 */
#include "dead_key.h"

#include <exo/compiler.h>

static const struct accent {
	u16 combining;
	u16 alone;
	u16 letters[13]; /* pairs of a letter and its composition, then 0 */
} accents[] = {
	/* à è ì ò ù */
	{0x300, '`', {'a', 0xe0, 'e', 0xe8, 'i', 0xec, 'o', 0xf2, 'u', 0xf9}},
	/* á é í ó ú ý, and ´ alone */
	{0x301,
	 0xb4,
	 {'a', 0xe1, 'e', 0xe9, 'i', 0xed, 'o', 0xf3, 'u', 0xfa, 'y', 0xfd}},
	/* â ê î ô û */
	{0x302, '^', {'a', 0xe2, 'e', 0xea, 'i', 0xee, 'o', 0xf4, 'u', 0xfb}},
	/* ã ñ õ */
	{0x303, '~', {'a', 0xe3, 'n', 0xf1, 'o', 0xf5}},
	/* ä ë ï ö ü ÿ, and ¨ alone */
	{0x308,
	 0xa8,
	 {'a', 0xe4, 'e', 0xeb, 'i', 0xef, 'o', 0xf6, 'u', 0xfc, 'y', 0xff}},
	/* ç, and ¸ alone */
	{0x327, 0xb8, {'c', 0xe7}},
};

bool is_dead_key(u16 character)
{
	return character >= 0x300 && character <= 0x36f;
}

static const struct accent *accent_of(u16 dead)
{
	for (size_t i = 0; i < ARRAY_SIZE(accents); i++)
		if (accents[i].combining == dead)
			return &accents[i];
	return NULL;
}

static u16 compose_small(const struct accent *accent, u16 letter)
{
	for (const u16 *pair = accent->letters; *pair; pair += 2)
		if (pair[0] == letter)
			return pair[1];
	return 0;
}

static bool is_capital(u16 c)
{
	return (c >= 'A' && c <= 'Z') ||
	       (c >= 0xc0 && c <= 0xde && c != 0xd7); /* À Þ × */
}

/* Those of Latin-1 whose capital is in Latin-1 too: neither ß nor ÿ. */
static bool is_small(u16 c)
{
	return (c >= 'a' && c <= 'z') ||
	       (c >= 0xe0 && c <= 0xfe && c != 0xf7); /* à þ ÷ */
}

u16 letter_swap_case(u16 character)
{
	if (is_capital(character) || is_small(character))
		return character ^ 0x20;
	return character;
}

u16 dead_key_compose(u16 dead, u16 character)
{
	const struct accent *accent = accent_of(dead);
	u16 composed;

	if (!accent)
		return 0;
	if (!is_capital(character))
		return compose_small(accent, character);
	composed = compose_small(accent, letter_swap_case(character));
	return is_small(composed) ? letter_swap_case(composed) : 0;
}

u16 dead_key_alone(u16 dead)
{
	const struct accent *accent = accent_of(dead);

	return accent ? accent->alone : 0;
}
