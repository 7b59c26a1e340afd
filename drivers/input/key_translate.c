// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a key means. A key is looked for among the modifiers and locks, the
 * commands to the console, the keys with a fixed meaning (Enter, cursor keys,
 * the keypad), and at last in the keymap:
 *
 *	character of the level		plain, Shift, AltGr
 *	  -> case, if Caps Lock		letters only, with and without accents
 *	  -> accent			put on, or kept until the next character
 *	  -> control code, if Ctrl
 *	  -> ESC before it, if Alt
 *	  -> UTF-8
 */
#include "key_translate.h"

#include <exo/compiler.h>

#include "dead_key.h"
#include "key_sequence.h"

enum {
	ESCAPE = 0x1b,
	DELETE = 0x7f,

	SHIFTS = MODIFIER_LEFT_SHIFT | MODIFIER_RIGHT_SHIFT,
	CTRLS = MODIFIER_LEFT_CTRL | MODIFIER_RIGHT_CTRL,
	ALTS = MODIFIER_LEFT_ALT | MODIFIER_RIGHT_ALT,
};

static u8 modifier_of(enum keycode key)
{
	switch (key) {
	case KEY_LEFT_SHIFT:
		return MODIFIER_LEFT_SHIFT;
	case KEY_RIGHT_SHIFT:
		return MODIFIER_RIGHT_SHIFT;
	case KEY_LEFT_CTRL:
		return MODIFIER_LEFT_CTRL;
	case KEY_RIGHT_CTRL:
		return MODIFIER_RIGHT_CTRL;
	case KEY_LEFT_ALT:
		return MODIFIER_LEFT_ALT;
	case KEY_RIGHT_ALT:
		return MODIFIER_RIGHT_ALT;
	default:
		return 0;
	}
}

static u8 lock_of(enum keycode key)
{
	switch (key) {
	case KEY_CAPS_LOCK:
		return LOCK_CAPS;
	case KEY_NUM_LOCK:
		return LOCK_NUM;
	case KEY_SCROLL_LOCK:
		return LOCK_SCROLL;
	default:
		return 0;
	}
}

/* Whether @key is one that only changes what others mean. */
static bool key_is_modifier(enum keycode key)
{
	return modifier_of(key) || lock_of(key);
}

static bool altgr_held(const struct key_translator *translator)
{
	return translator->keymap->has_altgr &&
	       (translator->modifiers & MODIFIER_RIGHT_ALT);
}

static bool alt_held(const struct key_translator *translator)
{
	u8 alts = translator->keymap->has_altgr ? MODIFIER_LEFT_ALT : ALTS;

	return translator->modifiers & alts;
}

/*
 * Putting text together. The longest, two characters of UTF-8 behind ESC or a
 * sequence, fits.
 */

static void put_byte(struct key_output *output, unsigned int byte)
{
	output->meaning = KEY_MEANS_TEXT;
	output->text[output->length++] = (char)byte;
}

static void put_character(struct key_output *output, u16 character)
{
	if (character < 0x80) {
		put_byte(output, character);
	} else if (character < 0x800) {
		put_byte(output, 0xc0 | character >> 6);
		put_byte(output, 0x80 | (character & 0x3f));
	} else {
		put_byte(output, 0xe0 | character >> 12);
		put_byte(output, 0x80 | (character >> 6 & 0x3f));
		put_byte(output, 0x80 | (character & 0x3f));
	}
}

/* Alt is the Meta key of terminals: ESC and then the character. */
static void put_with_alt(const struct key_translator *translator,
			 struct key_output *output, u16 character)
{
	if (alt_held(translator))
		put_byte(output, ESCAPE);
	put_character(output, character);
}

/*
 * Characters of the keymap.
 */

static u16 character_of(const struct key_translator *translator,
			enum keycode key)
{
	enum keymap_level level = KEYMAP_PLAIN;
	u16 character;

	if (key >= ARRAY_SIZE(translator->keymap->characters))
		return 0;
	if (altgr_held(translator))
		level = KEYMAP_ALTGR;
	else if (translator->modifiers & SHIFTS)
		level = KEYMAP_SHIFT;
	character = translator->keymap->characters[key][level];
	if (translator->locks & LOCK_CAPS)
		character = letter_swap_case(character);
	return character;
}

/* The control code of a character, as a VT220 has it; none: 0xff. */
static u16 control_code(u16 character)
{
	static const char digits[] = {0x00, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x7f};
	u16 upper = character >= 'a' && character <= 'z' ? character & ~0x20
							 : character;

	if (upper >= '@' && upper <= '_')
		return upper & 0x1f;
	if (character >= '2' && character <= '8')
		return (u16)digits[character - '2'];
	if (character == ' ')
		return 0;
	if (character == '/')
		return 0x1f;
	return character == '?' ? DELETE : 0xff;
}

static void press_control(const struct key_translator *translator,
			  u16 character, struct key_output *output)
{
	u16 code = control_code(character);

	if (code <= DELETE)
		put_with_alt(translator, output, code);
}

/* An accent came before: put it on @character, or down in front of it. */
static void press_after_accent(struct key_translator *translator, u16 character,
			       struct key_output *output)
{
	u16 dead = translator->dead;
	u16 composed = dead_key_compose(dead, character);

	translator->dead = 0;
	if (composed) {
		put_character(output, composed);
		return;
	}
	put_character(output, dead_key_alone(dead));
	if (is_dead_key(character) && character != dead)
		translator->dead = character;
	else if (character != ' ' && character != dead)
		put_character(output, character);
}

static void press_character(struct key_translator *translator, enum keycode key,
			    struct key_output *output)
{
	u16 character = character_of(translator, key);

	if (!character)
		return;
	if (translator->modifiers & CTRLS)
		press_control(translator, character, output);
	else if (translator->dead)
		press_after_accent(translator, character, output);
	else if (is_dead_key(character))
		translator->dead = character;
	else
		put_with_alt(translator, output, character);
}

/*
 * Keys that are the same everywhere.
 */

static void press_enter(const struct key_translator *translator,
			struct screen_key_modes modes,
			struct key_output *output)
{
	put_with_alt(translator, output, '\r');
	if (modes.newline)
		put_byte(output, '\n');
}

static struct sequence_modes
sequence_modes(const struct key_translator *translator,
	       struct screen_key_modes modes)
{
	struct sequence_modes result = {
		.application_cursor = modes.application_cursor,
		.application_keypad = modes.application_keypad,
	};

	if (translator->modifiers & SHIFTS)
		result.modifiers |= SEQUENCE_SHIFT;
	if (alt_held(translator))
		result.modifiers |= SEQUENCE_ALT;
	if (translator->modifiers & CTRLS)
		result.modifiers |= SEQUENCE_CTRL;
	return result;
}

/* Num Lock makes the keypad type digits; Shift makes it do the opposite. */
static bool press_keypad(const struct key_translator *translator,
			 enum keycode key, struct screen_key_modes modes,
			 struct key_output *output)
{
	bool shift = translator->modifiers & SHIFTS;
	bool types_digits = shift != !!(translator->locks & LOCK_NUM);
	struct sequence_modes sequence = sequence_modes(translator, modes);
	char character = keypad_character(key);

	if (!character)
		return false;
	sequence.modifiers &= ~SEQUENCE_SHIFT;
	if (!types_digits)
		output->length = keypad_sequence(key, sequence, output->text);
	if (output->length)
		output->meaning = KEY_MEANS_TEXT;
	else if (character == '\r')
		press_enter(translator, modes, output);
	else if (types_digits || character < '.' || character == '/')
		put_with_alt(translator, output, (u16)character);
	return true;
}

static bool press_fixed(const struct key_translator *translator,
			enum keycode key, struct screen_key_modes modes,
			struct key_output *output)
{
	switch (key) {
	case KEY_ENTER:
		press_enter(translator, modes, output);
		return true;
	case KEY_ESC:
		put_with_alt(translator, output, ESCAPE);
		return true;
	case KEY_BACKSPACE:
		put_with_alt(translator, output,
			     translator->modifiers & CTRLS ? '\b' : DELETE);
		return true;
	case KEY_TAB:
		if (translator->modifiers & SHIFTS) {
			put_byte(output, ESCAPE);
			put_byte(output, '[');
			put_byte(output, 'Z');
		} else {
			put_with_alt(translator, output, '\t');
		}
		return true;
	default:
		return false;
	}
}

static bool press_sequence(const struct key_translator *translator,
			   enum keycode key, struct screen_key_modes modes,
			   struct key_output *output)
{
	output->length = key_sequence(key, sequence_modes(translator, modes),
				      output->text);
	if (output->length)
		output->meaning = KEY_MEANS_TEXT;
	return output->length > 0;
}

static enum key_meaning command_of(const struct key_translator *translator,
				   enum keycode key)
{
	bool shift = translator->modifiers & SHIFTS;
	bool ctrl_alt = (translator->modifiers & CTRLS) &&
			(translator->modifiers & ALTS);

	if (ctrl_alt && (key == KEY_DELETE || key == KEY_KP_DOT))
		return KEY_REBOOTS;
	if (shift && key == KEY_PAGE_UP)
		return KEY_SCROLLS_BACK;
	if (shift && key == KEY_PAGE_DOWN)
		return KEY_SCROLLS_FORWARD;
	return KEY_MEANS_NOTHING;
}

struct key_output key_press(struct key_translator *translator, enum keycode key,
			    struct screen_key_modes modes)
{
	struct key_output output = {.meaning = command_of(translator, key)};

	if (key_is_modifier(key)) {
		translator->modifiers |= modifier_of(key);
		translator->locks ^= lock_of(key);
		return output;
	}
	if (output.meaning != KEY_MEANS_NOTHING)
		return output;
	if (!press_fixed(translator, key, modes, &output) &&
	    !press_keypad(translator, key, modes, &output) &&
	    !press_sequence(translator, key, modes, &output)) {
		press_character(translator, key, &output);
		return output;
	}
	translator->dead = 0;
	return output;
}

void key_release(struct key_translator *translator, enum keycode key)
{
	translator->modifiers &= ~modifier_of(key);
}
