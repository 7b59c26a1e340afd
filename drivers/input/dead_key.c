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
	{0x300, '`', {'a', L'à', 'e', L'è', 'i', L'ì', 'o', L'ò', 'u', L'ù'}},
	{0x301,
	 L'´',
	 {'a', L'á', 'e', L'é', 'i', L'í', 'o', L'ó', 'u', L'ú', 'y', L'ý'}},
	{0x302, '^', {'a', L'â', 'e', L'ê', 'i', L'î', 'o', L'ô', 'u', L'û'}},
	{0x303, '~', {'a', L'ã', 'n', L'ñ', 'o', L'õ'}},
	{0x308,
	 L'¨',
	 {'a', L'ä', 'e', L'ë', 'i', L'ï', 'o', L'ö', 'u', L'ü', 'y', L'ÿ'}},
	{0x327, L'¸', {'c', L'ç'}},
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
	return (c >= 'A' && c <= 'Z') || (c >= L'À' && c <= L'Þ' && c != L'×');
}

/* Those of Latin-1 whose capital is in Latin-1 too: neither ß nor ÿ. */
static bool is_small(u16 c)
{
	return (c >= 'a' && c <= 'z') || (c >= L'à' && c <= L'þ' && c != L'÷');
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
