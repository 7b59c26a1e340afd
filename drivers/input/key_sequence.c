// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sequences come in three forms (ECMA-48; console_codes(4); the VT220's
 * manual, table 3-9; ctlseqs of xterm for the modifiers):
 *
 *	letter		ESC [ A		with Ctrl: ESC [ 1 ; 5 A
 *			ESC O A		in application mode
 *	number		ESC [ 5 ~	with Ctrl: ESC [ 5 ; 5 ~
 *	function	ESC [ [ A	F1 to F5, a peculiarity of Linux
 */
#include "key_sequence.h"

#include <exo/compiler.h>
#include <exo/printf.h>

enum sequence_form {
	FORM_NONE,
	FORM_LETTER,
	FORM_NUMBER,
	FORM_FUNCTION,
};

struct sequence {
	u8 form; /* enum sequence_form */
	u8 value; /* the letter or the number */
};

static const struct sequence sequences[] = {
	[KEY_UP] = {FORM_LETTER, 'A'},
	[KEY_DOWN] = {FORM_LETTER, 'B'},
	[KEY_RIGHT] = {FORM_LETTER, 'C'},
	[KEY_LEFT] = {FORM_LETTER, 'D'},
	[KEY_HOME] = {FORM_NUMBER, 1},
	[KEY_INSERT] = {FORM_NUMBER, 2},
	[KEY_DELETE] = {FORM_NUMBER, 3},
	[KEY_END] = {FORM_NUMBER, 4},
	[KEY_PAGE_UP] = {FORM_NUMBER, 5},
	[KEY_PAGE_DOWN] = {FORM_NUMBER, 6},
	[KEY_F1] = {FORM_FUNCTION, 'A'},
	[KEY_F1 + 1] = {FORM_FUNCTION, 'B'},
	[KEY_F1 + 2] = {FORM_FUNCTION, 'C'},
	[KEY_F1 + 3] = {FORM_FUNCTION, 'D'},
	[KEY_F1 + 4] = {FORM_FUNCTION, 'E'},
	[KEY_F1 + 5] = {FORM_NUMBER, 17},
	[KEY_F1 + 6] = {FORM_NUMBER, 18},
	[KEY_F1 + 7] = {FORM_NUMBER, 19},
	[KEY_F1 + 8] = {FORM_NUMBER, 20},
	[KEY_F10] = {FORM_NUMBER, 21},
	[KEY_F11] = {FORM_NUMBER, 23},
	[KEY_F12] = {FORM_NUMBER, 24},
};

/* The keypad: what is printed on top, below, and the code behind ESC O. */
struct keypad_key {
	char character;
	u8 cursor; /* enum keycode */
	char application;
};

#define KEYPAD_FIRST KEY_KP_7

static const struct keypad_key keypad[] = {
	[KEY_KP_7 - KEYPAD_FIRST] = {'7', KEY_HOME, 'w'},
	[KEY_KP_8 - KEYPAD_FIRST] = {'8', KEY_UP, 'x'},
	[KEY_KP_9 - KEYPAD_FIRST] = {'9', KEY_PAGE_UP, 'y'},
	[KEY_KP_MINUS - KEYPAD_FIRST] = {'-', KEY_NONE, 'S'},
	[KEY_KP_4 - KEYPAD_FIRST] = {'4', KEY_LEFT, 't'},
	[KEY_KP_5 - KEYPAD_FIRST] = {'5', KEY_NONE, 'u'},
	[KEY_KP_6 - KEYPAD_FIRST] = {'6', KEY_RIGHT, 'v'},
	[KEY_KP_PLUS - KEYPAD_FIRST] = {'+', KEY_NONE, 'l'},
	[KEY_KP_1 - KEYPAD_FIRST] = {'1', KEY_END, 'q'},
	[KEY_KP_2 - KEYPAD_FIRST] = {'2', KEY_DOWN, 'r'},
	[KEY_KP_3 - KEYPAD_FIRST] = {'3', KEY_PAGE_DOWN, 's'},
	[KEY_KP_0 - KEYPAD_FIRST] = {'0', KEY_INSERT, 'p'},
	[KEY_KP_DOT - KEYPAD_FIRST] = {'.', KEY_DELETE, 'n'},
	[KEY_KP_ENTER - KEYPAD_FIRST] = {'\r', KEY_NONE, 'M'},
	[KEY_KP_SLASH - KEYPAD_FIRST] = {'/', KEY_NONE, 'Q'},
};

static const struct keypad_key keypad_asterisk = {'*', KEY_NONE, 'R'};

static size_t letter_sequence(char letter, struct sequence_modes modes,
			      char *bytes)
{
	if (modes.modifiers)
		return (size_t)scnprintf(bytes, KEY_SEQUENCE_MAX, "\x1b[1;%d%c",
					 1 + modes.modifiers, letter);
	return (size_t)scnprintf(bytes, KEY_SEQUENCE_MAX, "\x1b%c%c",
				 modes.application_cursor ? 'O' : '[', letter);
}

static size_t number_sequence(unsigned int number, struct sequence_modes modes,
			      char *bytes)
{
	if (modes.modifiers)
		return (size_t)scnprintf(bytes, KEY_SEQUENCE_MAX, "\x1b[%u;%d~",
					 number, 1 + modes.modifiers);
	return (size_t)scnprintf(bytes, KEY_SEQUENCE_MAX, "\x1b[%u~", number);
}

size_t key_sequence(enum keycode key, struct sequence_modes modes,
		    char bytes[KEY_SEQUENCE_MAX])
{
	struct sequence sequence;

	if (key >= ARRAY_SIZE(sequences))
		return 0;
	sequence = sequences[key];
	switch (sequence.form) {
	case FORM_LETTER:
		return letter_sequence((char)sequence.value, modes, bytes);
	case FORM_NUMBER:
		return number_sequence(sequence.value, modes, bytes);
	case FORM_FUNCTION:
		return (size_t)scnprintf(bytes, KEY_SEQUENCE_MAX, "\x1b[[%c",
					 sequence.value);
	default:
		return 0;
	}
}

static const struct keypad_key *keypad_key(enum keycode key)
{
	if (key == KEY_KP_ASTERISK)
		return &keypad_asterisk;
	if (key < KEYPAD_FIRST || key - KEYPAD_FIRST >= ARRAY_SIZE(keypad) ||
	    !keypad[key - KEYPAD_FIRST].character)
		return NULL;
	return &keypad[key - KEYPAD_FIRST];
}

char keypad_character(enum keycode key)
{
	const struct keypad_key *found = keypad_key(key);

	return found ? found->character : 0;
}

size_t keypad_sequence(enum keycode key, struct sequence_modes modes,
		       char bytes[KEY_SEQUENCE_MAX])
{
	const struct keypad_key *found = keypad_key(key);

	if (!found)
		return 0;
	if (modes.application_keypad)
		return (size_t)scnprintf(bytes, KEY_SEQUENCE_MAX, "\x1bO%c",
					 found->application);
	return key_sequence(found->cursor, modes, bytes);
}
