// SPDX-License-Identifier: GPL-2.0-only
/*
 * The real tty0: the console's newlines, looking back, and a megabyte of
 * random bytes. What is printed meanwhile, by interrupts too, would change the
 * screen, so the text of a row is looked at with interrupts off.
 */
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/ktest.h>
#include <exo/printk.h>
#include <exo/screen_console.h>

#include "screen_console.h"
#include "terminal.h"

enum {
	RANDOM_BYTES = 1 << 20,
	PIECE = 1024,
};

static struct console *tty0(void)
{
	struct console *console;

	for_each_console(console) {
		if (strcmp(console->name, "tty0") == 0)
			return console;
	}
	return NULL;
}

static void print(const char *text)
{
	tty0()->ops->write(tty0(), text, strlen(text));
}

static bool row_begins(unsigned int row, const char *text)
{
	const struct terminal *terminal = screen_console_terminal();
	const struct screen_cell *shown =
		terminal->display.shown + row * terminal->grid.columns;

	for (; *text; text++, shown++) {
		if (shown->character != (u8)*text)
			return false;
	}
	return true;
}

static bool row_is_blank(unsigned int row)
{
	const struct terminal *terminal = screen_console_terminal();
	const struct screen_cell *shown =
		terminal->display.shown + row * terminal->grid.columns;

	for (unsigned int i = 0; i < terminal->grid.columns; i++) {
		if (!cells_equal(&shown[i], &terminal->blank))
			return false;
	}
	return true;
}

static unsigned int blank_rows(void)
{
	unsigned int rows = screen_console_terminal()->grid.rows, blank = 0;

	for (unsigned int row = 0; row < rows; row++)
		blank += row_is_blank(row);
	return blank;
}

static bool has_scrollback(void)
{
	const struct terminal_grid *grid = &screen_console_terminal()->grid;

	return grid->nr_lines > grid->rows;
}

static void print_random(void)
{
	static char bytes[PIECE];
	u32 state = 1;

	for (unsigned int done = 0; done < RANDOM_BYTES; done += PIECE) {
		unsigned long flags;

		for (unsigned int i = 0; i < PIECE; i++) {
			state = state * 1664525 + 1013904223;
			bytes[i] = (char)(state >> 24);
		}
		flags = irq_save();
		tty0()->ops->write(tty0(), bytes, PIECE);
		irq_restore(flags);
	}
}

KTEST(screen_console, newline_starts_a_new_line)
{
	unsigned long flags;

	if (!tty0())
		KTEST_SKIP(t, "no screen");
	flags = irq_save();
	print("\033cab\ncd");
	KTEST_EXPECT(t, row_begins(0, "ab "));
	KTEST_EXPECT(t, row_begins(1, "cd "));
	print("\033c");
	irq_restore(flags);
}

KTEST(screen_console, scrolled_lines_are_looked_at_until_something_is_printed)
{
	unsigned long flags;
	int rows;

	if (!tty0())
		KTEST_SKIP(t, "no screen");
	if (!has_scrollback())
		KTEST_SKIP(t, "no scroll-back");
	rows = (int)screen_console_terminal()->grid.rows;
	flags = irq_save();
	print("\033cfirst\n");
	for (int i = 1; i < rows; i++)
		print("\n");
	KTEST_EXPECT(t, row_is_blank(0));
	screen_scroll_back(1);
	KTEST_EXPECT(t, row_begins(0, "first"));
	print("now");
	KTEST_EXPECT(t, row_is_blank(0));
	KTEST_EXPECT(t, row_begins((unsigned int)rows - 1, "now"));
	print("\033c");
	irq_restore(flags);
	KTEST_EXPECT_EQ(t, screen_half_page(), rows / 2);
}

KTEST(screen_console, key_modes_are_those_a_program_set)
{
	unsigned long flags;

	if (!tty0())
		KTEST_SKIP(t, "no screen");
	flags = irq_save();
	print("\033[?1h\033=");
	KTEST_EXPECT(t, screen_key_modes().application_cursor);
	KTEST_EXPECT(t, screen_key_modes().application_keypad);
	print("\033c");
	KTEST_EXPECT(t, !screen_key_modes().application_cursor);
	KTEST_EXPECT(t, !screen_key_modes().application_keypad);
	irq_restore(flags);
}

/* Whether what is queued now is @text; it is taken out. */
static bool typed(const char *text)
{
	bool same = true;
	int byte;

	while ((byte = console_trygetc()) >= 0)
		same = same && *text && byte == (u8)*text++;
	return same && !*text;
}

/* The log may be printed with locks held that waking the reader takes. */
KTEST(screen_console, the_log_is_not_answered_as_programs_are)
{
	unsigned long flags;

	if (!tty0() || !tty0()->enabled)
		KTEST_SKIP(t, "no screen");
	flags = irq_save();
	typed("");
	console_write("\033[5n\n", 5);
	KTEST_EXPECT(t, typed("\033[0n"));
	pr_emerg("a question \033[5n\n");
	KTEST_EXPECT(t, typed(""));
	irq_restore(flags);
}

KTEST(screen_console, a_reset_leads_back_from_a_megabyte_of_random_bytes)
{
	unsigned long flags;

	if (!tty0())
		KTEST_SKIP(t, "no screen");
	print_random();
	flags = irq_save();
	print("\033c");
	KTEST_EXPECT_EQ(t, blank_rows(), screen_console_terminal()->grid.rows);
	print("q\n");
	KTEST_EXPECT(t, row_begins(0, "q "));
	print("\033c");
	irq_restore(flags);
}
