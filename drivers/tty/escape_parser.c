// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state machine of escape sequences.
 *
 *	          ESC           [            0-9 ;              @ to ~
 *	ground ---------> begun ----> CSI ----------> numbers ----------> done
 *	   ^                | ]  P ^ _
 *	   |                +--------------> string ---- BEL, or ESC
 *	   +--- CAN or SUB, from anywhere
 *
 * Controls inside a sequence act at once and the sequence goes on, as on the
 * VT100; inside a string they are dropped. ESC begins anew wherever it comes.
 */
#include <exo/compiler.h>
#include <exo/ctype.h>
#include <exo/string.h>

#include "escape_parser.h"

void escape_parser_reset(struct escape_parser *parser)
{
	memset(parser, 0, sizeof(*parser));
}

static enum escape_action finish(struct escape_parser *parser, u8 final,
				 enum escape_action action)
{
	parser->final = final;
	parser->state = ESCAPE_GROUND;
	return action;
}

static enum escape_action enter(struct escape_parser *parser,
				enum escape_state state)
{
	parser->state = state;
	return ESCAPE_NOTHING;
}

static enum escape_action enter_sequence(struct escape_parser *parser)
{
	escape_parser_reset(parser);
	return enter(parser, ESCAPE_CSI_BEGUN);
}

static bool is_intermediate(u8 byte)
{
	return byte >= 0x20 && byte <= 0x2f;
}

static bool is_final(u8 byte)
{
	return byte >= 0x40 && byte <= 0x7e;
}

static enum escape_action after_escape(struct escape_parser *parser, u8 byte)
{
	switch (byte) {
	case '[':
		return enter_sequence(parser);
	case ']':
		return enter(parser, ESCAPE_OSC_BEGUN);
	case 'P':
	case '^':
	case '_':
		return enter(parser, ESCAPE_STRING);
	}
	if (is_intermediate(byte)) {
		parser->intermediate = byte;
		return enter(parser, ESCAPE_INTERMEDIATE);
	}
	parser->intermediate = 0;
	return finish(parser, byte, ESCAPE_SHORT);
}

static enum escape_action after_intermediate(struct escape_parser *parser,
					     u8 byte)
{
	if (!is_intermediate(byte))
		return finish(parser, byte, ESCAPE_SHORT);
	/* Two of them: nothing we know. */
	parser->intermediate = 0xff;
	return ESCAPE_NOTHING;
}

static void add_digit(struct escape_parser *parser, u8 digit)
{
	u16 *number = &parser->parameters[parser->nr_parameters];

	*number = (u16)min(*number * 10 + digit - '0', ESCAPE_NUMBER_MAX);
}

static enum escape_action in_sequence(struct escape_parser *parser, u8 byte)
{
	if (byte >= '0' && byte <= '9') {
		add_digit(parser, byte);
		return ESCAPE_NOTHING;
	}
	if (byte == ';' && parser->nr_parameters < ESCAPE_PARAMETERS_MAX - 1) {
		parser->nr_parameters++;
		return ESCAPE_NOTHING;
	}
	if (byte >= 0x20 && byte <= 0x3f)
		return enter(parser, ESCAPE_CSI_IGNORED);
	parser->nr_parameters++;
	return finish(parser, byte,
		      is_final(byte) ? ESCAPE_SEQUENCE : ESCAPE_NOTHING);
}

static enum escape_action begin_sequence(struct escape_parser *parser, u8 byte)
{
	if (byte == '[')
		return enter(parser, ESCAPE_FUNCTION_KEY);
	parser->state = ESCAPE_CSI_NUMBERS;
	if (byte < '<' || byte > '?')
		return in_sequence(parser, byte);
	parser->prefix = byte;
	return ESCAPE_NOTHING;
}

/* A number as xterm has it, or the Linux console's palette. */
static enum escape_action after_osc(struct escape_parser *parser, u8 byte)
{
	if (byte >= '0' && byte <= '9')
		return enter(parser, ESCAPE_STRING);
	parser->nr_digits = 0;
	return enter(parser, byte == 'P' ? ESCAPE_PALETTE : ESCAPE_GROUND);
}

static enum escape_action in_palette(struct escape_parser *parser, u8 byte)
{
	if (!isxdigit(byte) || ++parser->nr_digits == 7)
		parser->state = ESCAPE_GROUND;
	return ESCAPE_NOTHING;
}

static enum escape_action in_state(struct escape_parser *parser, u8 byte)
{
	switch (parser->state) {
	case ESCAPE_BEGUN:
		return after_escape(parser, byte);
	case ESCAPE_INTERMEDIATE:
		return after_intermediate(parser, byte);
	case ESCAPE_CSI_BEGUN:
		return begin_sequence(parser, byte);
	case ESCAPE_CSI_NUMBERS:
		return in_sequence(parser, byte);
	case ESCAPE_CSI_IGNORED:
		if (byte < 0x20 || byte > 0x3f)
			parser->state = ESCAPE_GROUND;
		return ESCAPE_NOTHING;
	case ESCAPE_FUNCTION_KEY:
		return enter(parser, ESCAPE_GROUND);
	case ESCAPE_OSC_BEGUN:
		return after_osc(parser, byte);
	case ESCAPE_PALETTE:
		return in_palette(parser, byte);
	case ESCAPE_GROUND:
	case ESCAPE_STRING:
		break;
	}
	return ESCAPE_NOTHING;
}

/* One that stands in a sequence acts, and the sequence goes on. */
static enum escape_action control(struct escape_parser *parser, u8 byte)
{
	if (parser->state != ESCAPE_STRING) {
		parser->final = byte;
		return ESCAPE_CONTROL;
	}
	if (byte == ASCII_BEL)
		parser->state = ESCAPE_GROUND;
	return ESCAPE_NOTHING;
}

enum escape_action escape_parse(struct escape_parser *parser, u8 byte)
{
	switch (byte) {
	case ASCII_CAN:
	case ASCII_SUB:
		return enter(parser, ESCAPE_GROUND);
	case ASCII_ESC:
		return enter(parser, ESCAPE_BEGUN);
	case ASCII_DEL:
		return ESCAPE_NOTHING;
	}
	if (byte < 0x20)
		return control(parser, byte);
	if (byte == C1_CSI && parser->state == ESCAPE_GROUND)
		return enter_sequence(parser);
	return in_state(parser, byte);
}
