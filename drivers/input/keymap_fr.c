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
			[KEY_GRAVE] = {L'²'},
			[KEY_1] = {'&', '1'},
			[KEY_2] = {L'é', '2', '~'},
			[KEY_3] = {'"', '3', '#'},
			[KEY_4] = {'\'', '4', '{'},
			[KEY_5] = {'(', '5', '['},
			[KEY_6] = {'-', '6', '|'},
			[KEY_7] = {L'è', '7', '`'},
			[KEY_8] = {'_', '8', '\\'},
			[KEY_9] = {L'ç', '9', '^'},
			[KEY_0] = {L'à', '0', '@'},
			[KEY_MINUS] = {')', L'°', ']'},
			[KEY_EQUAL] = {'=', '+', '}'},

			[KEY_Q] = {'a', 'A'},
			[KEY_W] = {'z', 'Z'},
			[KEY_E] = {'e', 'E', L'€'},
			[KEY_R] = {'r', 'R'},
			[KEY_T] = {'t', 'T'},
			[KEY_Y] = {'y', 'Y'},
			[KEY_U] = {'u', 'U'},
			[KEY_I] = {'i', 'I'},
			[KEY_O] = {'o', 'O'},
			[KEY_P] = {'p', 'P'},
			[KEY_LEFT_BRACE] = {DEAD_CIRCUMFLEX, DEAD_DIAERESIS},
			[KEY_RIGHT_BRACE] = {'$', L'£', L'¤'},

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
			[KEY_APOSTROPHE] = {L'ù', '%'},
			[KEY_BACKSLASH] = {'*', L'µ'},

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
			[KEY_SLASH] = {'!', L'§'},

			[KEY_SPACE] = {' ', ' '},
		},
};
