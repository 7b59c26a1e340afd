/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Accents typed before their letter, and the case of letters.
 */
#ifndef INPUT_DEAD_KEY_H
#define INPUT_DEAD_KEY_H

#include <exo/types.h>

/* Whether a keymap's @character is a combining accent. */
bool is_dead_key(u16 character);

/* @character with the accent @dead on it; 0 when there is no such letter. */
u16 dead_key_compose(u16 dead, u16 character);

/* The accent @dead on its own, as a character that takes up space. */
u16 dead_key_alone(u16 dead);

/* The other case of a letter (Basic Latin and Latin-1); others stay. */
u16 letter_swap_case(u16 character);

#endif
