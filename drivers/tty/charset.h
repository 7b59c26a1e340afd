/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. What a byte means by the character
 * set that is in use (console_codes(4), "Character sets").
 */
#ifndef TTY_CHARSET_H
#define TTY_CHARSET_H

#include <exo/types.h>

enum charset {
	CHARSET_LATIN1, /* ISO 8859-1; UTF-8 begins where it goes beyond ASCII */
	CHARSET_GRAPHICS, /* lines and corners in place of small letters */
	CHARSET_PC, /* code page 437, in which control codes are pictures */
};

/* The character of the basic multilingual plane that @byte stands for. */
u16 charset_character(enum charset charset, u8 byte);

#endif
