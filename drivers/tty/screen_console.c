// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console tty0: the terminal of the display that registered last.
 *
 * A display that comes before the heap gets a grid of 80x25 at most in a fixed
 * piece of memory; when there is a heap, the grid moves there and lines that
 * scroll off are kept. All work on the terminal is done with interrupts off.
 */
#define pr_fmt(fmt) "tty0: " fmt

#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/screen.h>
#include <exo/screen_console.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "screen_console.h"
#include "screen_memory.h"
#include "terminal.h"

enum {
	EARLY_ROWS = 25,
	EARLY_CELLS = 80 * EARLY_ROWS,
	/* As terminal_size() has it. */
	EARLY_SIZE = 2 * EARLY_CELLS * sizeof(struct screen_cell) +
		     EARLY_ROWS * (sizeof(struct span) + sizeof(u16)),
};

static u8 early_memory[EARLY_SIZE] __aligned(8);
static void *heap_memory; /* NULL while the terminal is in early_memory */
static unsigned int scrollback; /* lines there is room for */

static struct terminal terminal;
static bool registered;

static struct console tty0;

static void reply(const char *text, size_t len)
{
	console_input_answer(&tty0, text, len);
}

static void tty0_write_raw(struct console *console, const char *text,
			   size_t len)
{
	(void)console;
	if (!registered)
		return;
	terminal_write(&terminal, text, len);
	terminal_show(&terminal);
}

static void tty0_get_size(struct console *console, unsigned int *rows,
			  unsigned int *columns)
{
	(void)console;
	*rows = terminal.grid.rows;
	*columns = terminal.grid.columns;
}

/* The console's "\n" starts a new line, the terminal's moves down only. */
static void tty0_write(struct console *console, const char *text, size_t len)
{
	(void)console;
	while (len > 0) {
		const char *newline = memchr(text, '\n', len);
		size_t line_len = newline ? (size_t)(newline - text) : len;
		size_t step = line_len + (newline ? 1 : 0);

		terminal_write(&terminal, text, line_len);
		if (newline)
			terminal_write(&terminal, "\r\n", 2);
		text += step;
		len -= step;
	}
	terminal_show(&terminal);
}

static void tty0_panic_enter(struct console *console)
{
	(void)console;
	terminal_recover(&terminal);
	terminal_show(&terminal);
}

static const struct console_ops tty0_ops = {
	.write = tty0_write,
	.panic_enter = tty0_panic_enter,
	.write_raw = tty0_write_raw,
	.get_size = tty0_get_size,
};

static struct console tty0 = {
	.name = "tty0",
	.ops = &tty0_ops,
};

/*
 * Displays come and go.
 */

static bool fits_early_memory(const struct screen *screen)
{
	return screen->rows <= EARLY_ROWS &&
	       screen->rows * screen->columns <= EARLY_CELLS;
}

static void detach(void)
{
	if (registered)
		console_unregister(&tty0);
	registered = false;
}

static void attach(struct screen *screen, void *memory)
{
	terminal_init(&terminal, screen, memory, scrollback, reply);
	terminal_show(&terminal);
	registered = true;
}

int screen_register(struct screen *screen)
{
	void *memory, *old = heap_memory;
	unsigned int lines = 0;
	unsigned long flags;

	if (screen->rows < 1 || screen->rows > SCREEN_ROWS_MAX ||
	    screen->columns < 2 || screen->columns > SCREEN_COLUMNS_MAX)
		return -EINVAL;
	memory = screen_memory_alloc(screen, &lines);
	if (!memory && !fits_early_memory(screen))
		return -ENOMEM;
	flags = irq_save();
	detach();
	heap_memory = memory;
	scrollback = lines;
	attach(screen, memory ? memory : early_memory);
	irq_restore(flags);
	screen_memory_free(old);
	console_register(&tty0);
	return 0;
}

void screen_unregister(struct screen *screen)
{
	unsigned long flags = irq_save();
	void *old = NULL;

	if (registered && terminal.display.screen == screen) {
		detach();
		old = heap_memory;
		heap_memory = NULL;
	}
	irq_restore(flags);
	screen_memory_free(old);
}

static void move_to_heap(void *memory)
{
	unsigned long flags = irq_save();

	heap_memory = memory;
	terminal_move(&terminal, memory, scrollback);
	terminal_show(&terminal);
	irq_restore(flags);
}

static int screen_console_use_heap(void)
{
	void *memory;

	screen_memory_use_heap();
	if (!registered)
		return 0;
	memory = screen_memory_alloc(terminal.display.screen, &scrollback);
	if (memory)
		move_to_heap(memory);
	return 0;
}
INITCALL(memory, screen_console_use_heap);

static int screen_console_report(void)
{
	if (registered)
		pr_info("%ux%u, %u lines of scroll-back\n",
			terminal.grid.columns, terminal.grid.rows, scrollback);
	return 0;
}
INITCALL(console, screen_console_report);

/*
 * What a keyboard asks.
 */

struct screen_key_modes screen_key_modes(void)
{
	const struct terminal_modes *modes = &terminal.modes;

	if (!registered)
		return (struct screen_key_modes){.newline = false};
	return (struct screen_key_modes){
		.application_cursor = modes->application_cursor,
		.application_keypad = modes->application_keypad,
		.newline = modes->newline,
	};
}

void screen_scroll_back(int lines)
{
	unsigned long flags = irq_save();

	if (registered)
		terminal_scroll_back(&terminal, lines);
	irq_restore(flags);
}

int screen_half_page(void)
{
	return registered ? (int)terminal.grid.rows / 2 : 0;
}

struct console *screen_console(void)
{
	return &tty0;
}

const struct terminal *screen_console_terminal(void)
{
	return &terminal;
}
