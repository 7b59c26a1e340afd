// SPDX-License-Identifier: GPL-2.0-only
/*
 * From bytes to keys: a small state machine over control characters, UTF-8
 * (RFC 3629) and escape sequences (ECMA-48, section 5.4).
 *
 * Whatever leaves here as KEY_TEXT is one well-formed printable character,
 * so the editor may echo it without a second thought. That is why the C1
 * controls (U+0080-U+009F) are refused: a terminal would obey them.
 *
 * An escape on its own is indistinguishable from the start of a sequence
 * without a timer, so it waits for the next byte; ESC + unbound is ignored.
 */
#include "key_decoder.h"

#include <exo/compiler.h>

enum {
	CONTROL_ESCAPE = 0x1b,
	CONTROL_DELETE = 0x7f,
	NUMBER_MAX = 999,
};

#define CONTROL(letter) ((letter) - '@')

static const u8 control_keys[] = {
	[CONTROL('A')] = KEY_HOME,
	[CONTROL('B')] = KEY_LEFT,
	[CONTROL('C')] = KEY_INTERRUPT,
	[CONTROL('D')] = KEY_DELETE,
	[CONTROL('E')] = KEY_END,
	[CONTROL('F')] = KEY_RIGHT,
	[CONTROL('G')] = KEY_ABORT,
	[CONTROL('H')] = KEY_BACKSPACE,
	[CONTROL('I')] = KEY_TAB,
	[CONTROL('J')] = KEY_ENTER,
	[CONTROL('K')] = KEY_KILL_TO_END,
	[CONTROL('L')] = KEY_CLEAR,
	[CONTROL('M')] = KEY_ENTER,
	[CONTROL('N')] = KEY_DOWN,
	[CONTROL('P')] = KEY_UP,
	[CONTROL('R')] = KEY_SEARCH,
	[CONTROL('U')] = KEY_KILL_TO_START,
	[CONTROL('W')] = KEY_KILL_WORD,
	[CONTROL('Y')] = KEY_YANK,
	[0x1f] = KEY_NONE,
};

static enum key control_key(struct key_decoder *decoder, u8 byte)
{
	bool second_half = decoder->after_return && byte == '\n';

	decoder->state = byte == CONTROL_ESCAPE ? KEY_DECODER_ESCAPE
						: KEY_DECODER_PLAIN;
	decoder->after_return = byte == '\r';
	if (second_half)
		return KEY_NONE;
	return byte == CONTROL_DELETE ? KEY_BACKSPACE : control_keys[byte];
}

static size_t utf8_expected(u8 lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	return 0;
}

/* The second byte also rules out overlong forms, surrogates and C1. */
static bool utf8_second_valid(u8 lead, u8 byte)
{
	switch (lead) {
	case 0xc2:
		return byte >= 0xa0;
	case 0xe0:
		return byte >= 0xa0;
	case 0xed:
		return byte <= 0x9f;
	case 0xf0:
		return byte >= 0x90;
	case 0xf4:
		return byte <= 0x8f;
	default:
		return true;
	}
}

static enum key text_begin(struct key_decoder *decoder, u8 byte)
{
	decoder->state = KEY_DECODER_PLAIN;
	decoder->text[0] = byte;
	decoder->text_length = 1;
	decoder->text_expected = utf8_expected(byte);
	if (decoder->text_expected == 0)
		return KEY_INVALID;
	if (decoder->text_expected == 1)
		return KEY_TEXT;
	decoder->state = KEY_DECODER_TEXT;
	return KEY_NONE;
}

static enum key text_continue(struct key_decoder *decoder, u8 byte)
{
	if ((byte & 0xc0) != 0x80)
		return text_begin(decoder, byte);

	if (decoder->text_length == 1 &&
	    !utf8_second_valid(decoder->text[0], byte)) {
		decoder->state = KEY_DECODER_PLAIN;
		return KEY_INVALID;
	}
	decoder->text[decoder->text_length++] = byte;
	if (decoder->text_length < decoder->text_expected)
		return KEY_NONE;
	decoder->state = KEY_DECODER_PLAIN;
	return KEY_TEXT;
}

/* ESC and a letter: Emacs' Meta. */
static enum key escape_key(struct key_decoder *decoder, u8 byte)
{
	decoder->state = KEY_DECODER_PLAIN;
	switch (byte) {
	case '[':
		decoder->state = KEY_DECODER_CSI;
		decoder->parameter = 0;
		decoder->modifier = 0;
		return KEY_NONE;
	case 'O':
		decoder->state = KEY_DECODER_SS3;
		return KEY_NONE;
	case 'b':
		return KEY_WORD_LEFT;
	case 'f':
		return KEY_WORD_RIGHT;
	default:
		return KEY_NONE;
	}
}

/* The VT220's editing keys: CSI number ~. */
static enum key numbered_key(unsigned int number)
{
	switch (number) {
	case 1:
	case 7:
		return KEY_HOME;
	case 3:
		return KEY_DELETE;
	case 4:
	case 8:
		return KEY_END;
	default:
		return KEY_NONE;
	}
}

static enum key final_key(const struct key_decoder *decoder, u8 byte)
{
	bool with_control = decoder->modifier == 5;

	switch (byte) {
	case 'A':
		return KEY_UP;
	case 'B':
		return KEY_DOWN;
	case 'C':
		return with_control ? KEY_WORD_RIGHT : KEY_RIGHT;
	case 'D':
		return with_control ? KEY_WORD_LEFT : KEY_LEFT;
	case 'F':
		return KEY_END;
	case 'H':
		return KEY_HOME;
	case '~':
		return numbered_key(decoder->parameter);
	default:
		return KEY_NONE;
	}
}

static enum key csi_byte(struct key_decoder *decoder, u8 byte)
{
	if (byte >= '0' && byte <= '9') {
		if (decoder->modifier <= NUMBER_MAX)
			decoder->modifier =
				decoder->modifier * 10 + (byte - '0');
		return KEY_NONE;
	}
	if (byte == ';' || byte == '~') {
		if (!decoder->parameter)
			decoder->parameter = decoder->modifier;
		if (byte == ';')
			decoder->modifier = 0;
	}
	if (byte < 0x40)
		return KEY_NONE;
	decoder->state = KEY_DECODER_PLAIN;
	if (byte == '[')
		decoder->state = KEY_DECODER_FUNCTION;
	return final_key(decoder, byte);
}

enum key key_decoder_feed(struct key_decoder *decoder, u8 byte)
{
	if (byte < ' ' || byte == CONTROL_DELETE)
		return control_key(decoder, byte);
	decoder->after_return = false;

	/* No sequence holds a byte above ASCII: a character starts here. */
	if (byte >= 0x80 && decoder->state != KEY_DECODER_TEXT)
		return text_begin(decoder, byte);

	switch (decoder->state) {
	case KEY_DECODER_TEXT:
		return text_continue(decoder, byte);
	case KEY_DECODER_ESCAPE:
		return escape_key(decoder, byte);
	case KEY_DECODER_SS3:
		decoder->state = KEY_DECODER_PLAIN;
		decoder->modifier = 0;
		return final_key(decoder, byte);
	case KEY_DECODER_CSI:
		return csi_byte(decoder, byte);
	case KEY_DECODER_FUNCTION:
		decoder->state = KEY_DECODER_PLAIN;
		return KEY_NONE;
	default:
		return text_begin(decoder, byte);
	}
}
