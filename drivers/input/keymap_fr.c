// SPDX-License-Identifier: GPL-2.0-only
/* The keyboard of France, AZERTY, as PCs are sold with it. */
#include "keymap.h"

enum {
	DEAD_CIRCUMFLEX = 0x302,
	DEAD_DIAERESIS = 0x308,
};

const struct keymap keymap = {
	.name = "FR",
	.has_altgr = true,
	.characters =
		{
			[KEY_GRAVE] = {0xb2}, /* ² */
			[KEY_1] = {'&', '1'},
			[KEY_2] = {0xe9, '2', '~'}, /* é */
			[KEY_3] = {'"', '3', '#'},
			[KEY_4] = {'\'', '4', '{'},
			[KEY_5] = {'(', '5', '['},
			[KEY_6] = {'-', '6', '|'},
			[KEY_7] = {0xe8, '7', '`'}, /* è */
			[KEY_8] = {'_', '8', '\\'},
			[KEY_9] = {0xe7, '9', '^'}, /* ç */
			[KEY_0] = {0xe0, '0', '@'}, /* à */
			[KEY_MINUS] = {')', 0xb0, ']'}, /* ° */
			[KEY_EQUAL] = {'=', '+', '}'},

			[KEY_Q] = {'a', 'A'},
			[KEY_W] = {'z', 'Z'},
			[KEY_E] = {'e', 'E', 0x20ac}, /* € */
			[KEY_R] = {'r', 'R'},
			[KEY_T] = {'t', 'T'},
			[KEY_Y] = {'y', 'Y'},
			[KEY_U] = {'u', 'U'},
			[KEY_I] = {'i', 'I'},
			[KEY_O] = {'o', 'O'},
			[KEY_P] = {'p', 'P'},
			[KEY_LEFT_BRACE] = {DEAD_CIRCUMFLEX, DEAD_DIAERESIS},
			[KEY_RIGHT_BRACE] = {'$', 0xa3, 0xa4}, /* £ ¤ */

			[KEY_A] = {'q', 'Q'},
			[KEY_S] = {'s', 'S'},
			[KEY_D] = {'d', 'D'},
			[KEY_F] = {'f', 'F'},
			[KEY_G] = {'g', 'G'},
			[KEY_H] = {'h', 'H'},
			[KEY_J] = {'j', 'J'},
			[KEY_K] = {'k', 'K'},
			[KEY_L] = {'l', 'L'},
			[KEY_SEMICOLON] = {'m', 'M'},
			[KEY_APOSTROPHE] = {0xf9, '%'}, /* ù */
			[KEY_BACKSLASH] = {'*', 0xb5}, /* µ */

			[KEY_102ND] = {'<', '>'},
			[KEY_Z] = {'w', 'W'},
			[KEY_X] = {'x', 'X'},
			[KEY_C] = {'c', 'C'},
			[KEY_V] = {'v', 'V'},
			[KEY_B] = {'b', 'B'},
			[KEY_N] = {'n', 'N'},
			[KEY_M] = {',', '?'},
			[KEY_COMMA] = {';', '.'},
			[KEY_DOT] = {':', '/'},
			[KEY_SLASH] = {'!', 0xa7}, /* § */

			[KEY_SPACE] = {' ', ' '},
		},
};
