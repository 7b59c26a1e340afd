// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text screen of a VGA adapter (IBM VGA Technical Reference; FreeVGA,
 * "VGA/SVGA Video Programming") as a display of the terminal.
 *
 * A cell of video memory is a character of code page 437 and an attribute:
 *
 *	bit	7	6 5 4		3 2 1 0
 *		blink	background	foreground
 *
 * so that backgrounds cannot be bright; a bright one is shown plain. Nor is
 * there underlining: underlined text is cyan, as on the Linux console.
 *
 * The screen is found before anything else and taken for 80x25; later the
 * loader's word on its size counts.
 */
#define pr_fmt(fmt) "vga_text: " fmt

#include <asm/io.h>
#include <asm/memlayout.h>
#include <exo/boot_info.h>
#include <exo/compiler.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/screen.h>
#include <uapi/errno.h>

#include "cp437.h"

enum {
	COLUMNS = 80,
	ROWS = 25,

	TEXT_MEMORY = 0xb8000, /* physical */
	WINDOW_START = 0xa0000, /* where an adapter's memory can be */
	WINDOW_END = 0xc0000,

	CRTC_INDEX = 0x3d4, /* on a colour adapter */
	CRTC_DATA = 0x3d5,
	CRTC_MAX_SCAN_LINE = 0x09, /* height of a character - 1 */
	CRTC_CURSOR_START = 0x0a,
	CRTC_CURSOR_END = 0x0b,
	CRTC_START_HIGH = 0x0c,
	CRTC_START_LOW = 0x0d,
	CRTC_CURSOR_HIGH = 0x0e,
	CRTC_CURSOR_LOW = 0x0f,

	SCAN_LINE_MASK = 0x1f,
	CURSOR_OFF = 0x20, /* in CRTC_CURSOR_START */

	GRAPHICS_INDEX = 0x3ce,
	GRAPHICS_DATA = 0x3cf,
	GRAPHICS_MISC = 0x06,
	GRAPHICS_MISC_GRAPHICS = 0x01, /* not text */
	MISC_OUTPUT_READ = 0x3cc,
	MISC_OUTPUT_COLOR = 0x01, /* the CRTC is at 0x3d4 */

	ATTRIBUTE_BLINK = 0x80,
	VGA_CYAN = 3,
	VGA_BRIGHT = 8,
};

static bool found;
static paddr_t memory = TEXT_MEMORY;
static unsigned int stride = COLUMNS; /* cells from one row to the next */
static u8 cursor_start; /* the scan line of a character it begins at */

static volatile u16 *cell_at(unsigned int row, unsigned int column)
{
	return (volatile u16 *)phys_to_virt(memory) + row * stride + column;
}

static void crtc_write(u8 reg, u8 value)
{
	outb(CRTC_INDEX, reg);
	outb(CRTC_DATA, value);
}

static u8 crtc_read(u8 reg)
{
	outb(CRTC_INDEX, reg);
	return inb(CRTC_DATA);
}

/*
 * Drawing.
 */

/* Red and blue change places: ECMA-48 has red as bit 0, a VGA blue. */
static const u8 vga_colors[16] = {0, 4,	 2,  6,	 1, 5,	3,  7,
				  8, 12, 10, 14, 9, 13, 11, 15};

static u16 vga_cell(struct screen_cell cell)
{
	unsigned int foreground = vga_colors[cell.foreground];
	unsigned int background = vga_colors[cell.background & ~SCREEN_BRIGHT];
	unsigned int attribute = background << 4 | foreground;

	if (cell.style & SCREEN_UNDERLINE)
		attribute = background << 4 | (foreground & VGA_BRIGHT) |
			    VGA_CYAN;
	if (cell.style & SCREEN_BLINK)
		attribute |= ATTRIBUTE_BLINK;
	return (u16)(attribute << 8 | cp437_from_unicode(cell.character));
}

static void vga_draw(struct screen *screen, unsigned int row,
		     unsigned int column, const struct screen_cell *cells,
		     unsigned int count)
{
	volatile u16 *to = cell_at(row, column);

	(void)screen;
	for (unsigned int i = 0; i < count; i++)
		to[i] = vga_cell(cells[i]);
}

static void vga_cursor(struct screen *screen, unsigned int row,
		       unsigned int column, const struct screen_cell *cell)
{
	unsigned int place = row * stride + column;

	(void)screen;
	crtc_write(CRTC_CURSOR_START, cursor_start | (cell ? 0 : CURSOR_OFF));
	crtc_write(CRTC_CURSOR_HIGH, (u8)(place >> 8));
	crtc_write(CRTC_CURSOR_LOW, (u8)place);
}

static const struct screen_ops vga_ops = {
	.draw = vga_draw,
	.cursor = vga_cursor,
};

static struct screen vga_screen = {
	.ops = &vga_ops,
	.rows = ROWS,
	.columns = COLUMNS,
};

/*
 * Finding it.
 */

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
	volatile u16 *cells = cell_at(0, 0);

	cells[0] = 0x55aa;
	cells[1] = 0xaa55;
	return cells[0] == 0x55aa && cells[1] == 0xaa55;
}

/* An underline, whatever the loader left: the last lines but one. */
static void shape_cursor(void)
{
	u8 last = crtc_read(CRTC_MAX_SCAN_LINE) & SCAN_LINE_MASK;

	cursor_start = last > 2 ? last - 2 : 0;
	crtc_write(CRTC_CURSOR_END, last > 1 ? last - 1 : last);
}

static int vga_text_init(void)
{
	if (!adapter_shows_text() || !memory_answers())
		return -ENODEV;
	crtc_write(CRTC_START_HIGH, 0);
	crtc_write(CRTC_START_LOW, 0);
	shape_cursor();
	found = true;
	return screen_register(&vga_screen);
}
INITCALL(early, vga_text_init);

/*
 * The loader's word.
 */

static bool text_mode_makes_sense(const struct boot_framebuffer *mode)
{
	return mode->address >= WINDOW_START && mode->address < WINDOW_END &&
	       mode->width >= 2 && mode->width <= SCREEN_COLUMNS_MAX &&
	       mode->height >= 1 && mode->height <= SCREEN_ROWS_MAX &&
	       mode->pitch / 2 >= mode->width &&
	       mode->pitch <= (WINDOW_END - mode->address) / mode->height;
}

static bool is_current_mode(const struct boot_framebuffer *mode)
{
	return mode->address == memory && mode->width == vga_screen.columns &&
	       mode->height == vga_screen.rows && mode->pitch / 2 == stride;
}

static int use_text_mode(const struct boot_framebuffer *mode)
{
	int err;

	if (!found || is_current_mode(mode))
		return 0;
	if (!text_mode_makes_sense(mode)) {
		pr_warn("the loader names an impossible text mode, %ux%u at %#llx\n",
			mode->width, mode->height,
			(unsigned long long)mode->address);
		return 0;
	}
	screen_unregister(&vga_screen);
	memory = mode->address;
	stride = mode->pitch / 2;
	vga_screen.columns = mode->width;
	vga_screen.rows = mode->height;
	err = screen_register(&vga_screen);
	if (err != -ENOMEM)
		return err;
	/* The upper left part will do. */
	vga_screen.columns = min(mode->width, (u32)COLUMNS);
	vga_screen.rows = min(mode->height, (u32)ROWS);
	return screen_register(&vga_screen);
}

/*
 * The boot information is read after the early consoles start. A loader that
 * set a graphics mode without telling the VGA registers says so there.
 */
static int vga_text_check_mode(void)
{
	const struct boot_framebuffer *mode = &boot_information()->framebuffer;

	switch (mode->type) {
	case BOOT_FRAMEBUFFER_RGB:
		screen_unregister(&vga_screen);
		break;
	case BOOT_FRAMEBUFFER_TEXT:
		return use_text_mode(mode);
	case BOOT_FRAMEBUFFER_NONE:
		break;
	}
	return 0;
}
INITCALL(memory, vga_text_check_mode);
