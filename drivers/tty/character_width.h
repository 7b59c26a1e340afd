/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. How many cells a character takes.
 */
#ifndef TTY_CHARACTER_WIDTH_H
#define TTY_CHARACTER_WIDTH_H

#include <exo/types.h>

/*
 * 2 for the wide characters of East Asia, 0 for marks that combine with the
 * character before and for invisible ones, else 1, as wcwidth(3) in a UTF-8
 * locale: programs count on it.
 */
unsigned int character_width(u32 character);

#endif
