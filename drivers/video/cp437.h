/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the text screens.
 */
#ifndef VIDEO_CP437_H
#define VIDEO_CP437_H

#include <exo/types.h>

/* The same for what is not ASCII. */
u8 cp437_look_up(u16 character);

/* The code of @character or of a similar one; of a square if there is none. */
static inline u8 cp437_from_unicode(u16 character)
{
	return character >= ' ' && character <= '~' ? (u8)character
						    : cp437_look_up(character);
}

#endif
