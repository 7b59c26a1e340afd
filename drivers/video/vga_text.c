// SPDX-License-Identifier: GPL-2.0-only
/*
 * The 80x25 text screen of a VGA adapter, as tty0: plain text, a cursor,
 * scrolling. Escape sequences are swallowed, except the two that clear the
 * screen and send the cursor home.
 *
 * Reading video memory is slow, so the text is kept in ordinary memory, too;
 * scrolling moves that copy and then writes the screen once.
 */
#include <asm/io.h>
#include <asm/memlayout.h>
#include <exo/boot_info.h>
#include <exo/console.h>
#include <exo/initcall.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	COLUMNS = 80,
	ROWS = 25,
	CELLS = COLUMNS * ROWS,
	TAB_WIDTH = 8,
	GREY_ON_BLACK = 0x07 << 8,
	BLANK = GREY_ON_BLACK | ' ',

	TEXT_MEMORY = 0xb8000, /* physical */

	CRTC_INDEX = 0x3d4, /* on a colour adapter */
	CRTC_DATA = 0x3d5,
	CRTC_START_HIGH = 0x0c,
	CRTC_START_LOW = 0x0d,
	CRTC_CURSOR_HIGH = 0x0e,
	CRTC_CURSOR_LOW = 0x0f,

	GRAPHICS_INDEX = 0x3ce,
	GRAPHICS_DATA = 0x3cf,
	GRAPHICS_MISC = 0x06,
	GRAPHICS_MISC_GRAPHICS = 0x01, /* not text */
	MISC_OUTPUT_READ = 0x3cc,
	MISC_OUTPUT_COLOR = 0x01, /* the CRTC is at 0x3d4 */
};

enum escape_state {
	TEXT,
	ESCAPE, /* after ESC */
	SEQUENCE, /* after ESC [ */
};

static u16 cells[CELLS];
static unsigned int row, column; /* where the next character goes */
static enum escape_state escape;

static volatile u16 *screen(void)
{
	return phys_to_virt(TEXT_MEMORY);
}

static void crtc_write(u8 reg, u8 value)
{
	outb(CRTC_INDEX, reg);
	outb(CRTC_DATA, value);
}

static void show_cursor(void)
{
	/* A line that is just full keeps the cursor at its last cell. */
	unsigned int cell = row * COLUMNS + min(column, COLUMNS - 1U);

	crtc_write(CRTC_CURSOR_HIGH, (u8)(cell >> 8));
	crtc_write(CRTC_CURSOR_LOW, (u8)cell);
}

static void show_all(void)
{
	for (unsigned int i = 0; i < CELLS; i++)
		screen()[i] = cells[i];
}

static void blank(unsigned int from, unsigned int to)
{
	while (from < to)
		cells[from++] = BLANK;
}

static void clear(void)
{
	blank(0, CELLS);
	show_all();
}

static void new_line(void)
{
	column = 0;
	if (row < ROWS - 1) {
		row++;
		return;
	}
	memmove(cells, cells + COLUMNS, (CELLS - COLUMNS) * sizeof(cells[0]));
	blank(CELLS - COLUMNS, CELLS);
	show_all();
}

static void put(char c)
{
	unsigned int cell;

	/* Only now, so that a newline behind a full line adds no empty one. */
	if (column == COLUMNS)
		new_line();
	cell = row * COLUMNS + column++;
	cells[cell] = GREY_ON_BLACK | (u8)c;
	screen()[cell] = cells[cell];
}

static void put_text(char c)
{
	switch (c) {
	case '\n':
		new_line();
		break;
	case '\r':
		column = 0;
		break;
	case '\b':
		if (column > 0)
			column--;
		break;
	case '\t':
		do
			put(' ');
		while (column % TAB_WIDTH != 0);
		break;
	case '\x1b':
		escape = ESCAPE;
		break;
	default:
		if ((u8)c >= ' ')
			put(c);
	}
}

static void put_sequence(char c)
{
	/* Parameters and intermediates come before the final byte. */
	if ((u8)c >= ' ' && (u8)c < '@')
		return;
	escape = TEXT;
	if (c == 'H')
		row = column = 0;
	else if (c == 'J')
		clear();
}

static void put_any(char c)
{
	if (escape == TEXT)
		put_text(c);
	else if (escape == SEQUENCE)
		put_sequence(c);
	else
		escape = c == '[' ? SEQUENCE : TEXT;
}

static void vga_write(struct console *console, const char *text, size_t len)
{
	(void)console;
	for (size_t i = 0; i < len; i++)
		put_any(text[i]);
	show_cursor();
}

static const struct console_ops vga_ops = {
	.write = vga_write,
};

static struct console vga_console = {
	.name = "tty0",
	.ops = &vga_ops,
};

/* Nobody there reads as all ones; a graphics mode says so. */
static bool adapter_shows_text(void)
{
	u8 output = inb(MISC_OUTPUT_READ), misc;

	if (output == 0xff || !(output & MISC_OUTPUT_COLOR))
		return false;
	outb(GRAPHICS_INDEX, GRAPHICS_MISC);
	misc = inb(GRAPHICS_DATA);
	return misc != 0xff && !(misc & GRAPHICS_MISC_GRAPHICS);
}

static bool memory_answers(void)
{
	screen()[0] = 0x55aa;
	screen()[1] = 0xaa55;
	return screen()[0] == 0x55aa && screen()[1] == 0xaa55;
}

static int vga_text_init(void)
{
	if (!adapter_shows_text() || !memory_answers())
		return -ENODEV;
	crtc_write(CRTC_START_HIGH, 0);
	crtc_write(CRTC_START_LOW, 0);
	clear();
	console_register(&vga_console);
	return 0;
}
INITCALL(early, vga_text_init);

/*
 * The boot information is read after the early consoles start. A loader that
 * set a graphics mode without telling the VGA registers says so there.
 */
static int vga_text_check_mode(void)
{
	if (boot_information()->framebuffer.type == BOOT_FRAMEBUFFER_RGB)
		console_unregister(&vga_console);
	return 0;
}
INITCALL(console, vga_text_check_mode);
