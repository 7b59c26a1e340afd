/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. Where escape sequences begin and
 * end (ECMA-48 section 5.4, ISO 2022, and the Linux console's own ones).
 *
 * The parser keeps the numbers of one control sequence and nothing else: the
 * contents of strings are dropped, so that no input makes it grow. What a
 * sequence means is the terminal's affair.
 */
#ifndef TTY_ESCAPE_PARSER_H
#define TTY_ESCAPE_PARSER_H

#include <exo/types.h>

enum {
	ESCAPE_PARAMETERS_MAX = 16, /* a sequence with more is ignored */
	ESCAPE_NUMBER_MAX = 9999, /* larger numbers are taken for this */

	ASCII_NUL = 0x00,
	ASCII_BEL = 0x07,
	ASCII_BS = 0x08,
	ASCII_HT = 0x09,
	ASCII_LF = 0x0a,
	ASCII_VT = 0x0b,
	ASCII_FF = 0x0c,
	ASCII_CR = 0x0d,
	ASCII_SO = 0x0e,
	ASCII_SI = 0x0f,
	ASCII_CAN = 0x18,
	ASCII_SUB = 0x1a,
	ASCII_ESC = 0x1b,
	ASCII_DEL = 0x7f,
	C1_CSI = 0x9b,
};

enum escape_action {
	ESCAPE_NOTHING, /* to be continued, or nothing that matters */
	ESCAPE_CONTROL, /* the C0 control @final is to act */
	ESCAPE_SHORT, /* ESC, @intermediate (0 for none), @final */
	ESCAPE_SEQUENCE, /* CSI, @prefix (0 for none), @parameters, @final */
};

enum escape_state {
	ESCAPE_GROUND, /* outside: bytes are text */
	ESCAPE_BEGUN, /* after ESC */
	ESCAPE_INTERMEDIATE, /* after ESC and ! to / or space */
	ESCAPE_CSI_BEGUN, /* after ESC [ */
	ESCAPE_CSI_NUMBERS,
	ESCAPE_CSI_IGNORED, /* until its final byte */
	ESCAPE_FUNCTION_KEY, /* after ESC [ [ */
	ESCAPE_OSC_BEGUN, /* after ESC ] */
	ESCAPE_PALETTE, /* ESC ] P and seven hexadecimal digits, no end */
	ESCAPE_STRING, /* OSC, DCS, APC, PM: until BEL or any ESC */
};

struct escape_parser {
	enum escape_state state;
	u8 prefix, intermediate, final;
	u8 nr_parameters; /* at least 1 in a complete sequence */
	u8 nr_digits; /* of a palette entry */
	u16 parameters[ESCAPE_PARAMETERS_MAX]; /* 0 where left out */
};

/* Outside of any sequence. */
void escape_parser_reset(struct escape_parser *parser);

static inline bool escape_parser_in_text(const struct escape_parser *parser)
{
	return parser->state == ESCAPE_GROUND;
}

/*
 * Take the next byte that is not text: any inside a sequence, a control
 * outside. The fields of @parser that the result names hold until the next
 * call.
 */
enum escape_action escape_parse(struct escape_parser *parser, u8 byte);

#endif
