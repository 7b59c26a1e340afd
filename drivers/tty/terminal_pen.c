// SPDX-License-Identifier: GPL-2.0-only
/*
 * Colours and attributes: "select graphic rendition", and what it makes of a
 * cell. A display has sixteen colours, so bold, dim and reverse become
 * colours here; a brighter or fuller palette is matched to the nearest.
 */
#include "terminal.h"

enum {
	DIM = SCREEN_BLACK | SCREEN_BRIGHT, /* grey, whatever the colour */
};

struct rgb {
	int red, green, blue;
};

void colors_exchange(u8 *a, u8 *b)
{
	u8 difference = (*a ^ *b) & (SCREEN_BRIGHT - 1);

	*a ^= difference;
	*b ^= difference;
}

static struct screen_cell look(u8 front, u8 back, bool reverse, u8 style)
{
	if (reverse)
		colors_exchange(&front, &back);
	return (struct screen_cell){
		.character = ' ',
		.foreground = front & 15,
		.background = back & 15,
		.style = style,
	};
}

/*
 * Text that is bold is bright, after reversal, so that it stays legible. What
 * is erased takes the colours only (terminfo: bce).
 */
void terminal_update_pen(struct terminal *terminal)
{
	const struct terminal_pen *pen = &terminal->cursor.pen;
	u8 style = (pen->underline ? SCREEN_UNDERLINE : 0) |
		   (pen->blink ? SCREEN_BLINK : 0);

	terminal->blank = look(pen->foreground, pen->background,
			       terminal->modes.reverse, 0);
	terminal->pen = look(pen->dim ? DIM : pen->foreground, pen->background,
			     pen->reverse != terminal->modes.reverse, style);
	if (pen->bold)
		terminal->pen.foreground |= SCREEN_BRIGHT;
}

/*
 * Colours.
 */

/* The standard VGA palette in the order of ECMA-48. */
static struct rgb palette_color(unsigned int color)
{
	int low = color & SCREEN_BRIGHT ? 0x55 : 0;
	struct rgb rgb = {
		.red = low + (color & SCREEN_RED ? 0xaa : 0),
		.green = low + (color & SCREEN_GREEN ? 0xaa : 0),
		.blue = low + (color & SCREEN_BLUE ? 0xaa : 0),
	};

	if (color == SCREEN_YELLOW)
		rgb.green = 0x55; /* brown */
	return rgb;
}

static int distance(struct rgb a, struct rgb b)
{
	int red = a.red - b.red, green = a.green - b.green,
	    blue = a.blue - b.blue;

	return red * red + green * green + blue * blue;
}

static u8 nearest_color(struct rgb wanted)
{
	u8 nearest = 0;

	for (u8 color = 1; color < 16; color++) {
		if (distance(palette_color(color), wanted) <
		    distance(palette_color(nearest), wanted))
			nearest = color;
	}
	return nearest;
}

/* xterm's 256: the 16, a cube of 6 x 6 x 6, 24 shades of grey. */
static u8 indexed_color(unsigned int index)
{
	int grey = 8 + 10 * ((int)index - 232);
	int cube[3];

	if (index < 16)
		return (u8)index;
	if (index > 255)
		return SCREEN_WHITE;
	if (index >= 232)
		return nearest_color((struct rgb){grey, grey, grey});
	index -= 16;
	for (int i = 2; i >= 0; i--, index /= 6)
		cube[i] = index % 6 ? 55 + 40 * (int)(index % 6) : 0;
	return nearest_color((struct rgb){cube[0], cube[1], cube[2]});
}

/*
 * What follows 38 or 48 at @at (ISO 8613-6): "5;INDEX" or "2;R;G;B". Returns
 * how many parameters that took; what is cut off leaves @color.
 */
static unsigned int extended_color(const struct escape_parser *parser,
				   unsigned int at, u8 *color)
{
	const u16 *p = &parser->parameters[at];
	unsigned int left = parser->nr_parameters - at;

	if (left >= 2 && p[0] == 5) {
		*color = indexed_color(p[1]);
		return 2;
	}
	if (left >= 4 && p[0] == 2) {
		*color = nearest_color((struct rgb){min(p[1], (u16)255),
						    min(p[2], (u16)255),
						    min(p[3], (u16)255)});
		return 4;
	}
	return left;
}

/*
 * Attributes.
 */

/* SGR 10 to 12: the set in use, or code page 437 with its pictures. */
static void select_font(struct terminal *terminal, unsigned int font)
{
	terminal->modes.show_controls = font != 10;
	if (font == 10)
		terminal_update_charset(terminal);
	else
		terminal->charset = CHARSET_PC;
}

static void set_plain_color(struct terminal_pen *pen, unsigned int code)
{
	if (code >= 30 && code <= 37)
		pen->foreground = (u8)(code - 30);
	else if (code == 39)
		pen->foreground = SCREEN_WHITE;
	else if (code >= 40 && code <= 47)
		pen->background = (u8)(code - 40);
	else if (code == 49)
		pen->background = SCREEN_BLACK;
	else if (code >= 90 && code <= 97)
		pen->foreground = (u8)(code - 90 + SCREEN_BRIGHT);
	else if (code >= 100 && code <= 107)
		pen->background = (u8)(code - 100 + SCREEN_BRIGHT);
}

static void set_attribute(struct terminal *terminal, unsigned int code)
{
	struct terminal_pen *pen = &terminal->cursor.pen;

	switch (code) {
	case 0:
		*pen = (struct terminal_pen){.foreground = SCREEN_WHITE};
		break;
	case 1:
	case 2:
	case 22:
		pen->bold = code == 1;
		pen->dim = code == 2;
		break;
	case 4:
	case 21: /* doubly underlined, which no display can do */
	case 24:
		pen->underline = code != 24;
		break;
	case 5:
	case 25:
		pen->blink = code == 5;
		break;
	case 7:
	case 27:
		pen->reverse = code == 7;
		break;
	case 10:
	case 11:
	case 12:
		select_font(terminal, code);
		break;
	default:
		set_plain_color(pen, code);
	}
}

void terminal_select_graphic_rendition(struct terminal *terminal)
{
	const struct escape_parser *parser = &terminal->parser;
	struct terminal_pen *pen = &terminal->cursor.pen;

	for (unsigned int i = 0; i < parser->nr_parameters; i++) {
		unsigned int code = parser->parameters[i];

		if (code == 38)
			i += extended_color(parser, i + 1, &pen->foreground);
		else if (code == 48)
			i += extended_color(parser, i + 1, &pen->background);
		else
			set_attribute(terminal, code);
	}
	terminal_update_pen(terminal);
}
