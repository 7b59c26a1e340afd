/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. What a keyboard needs to know of the screen's terminal, tty0.
 */
#ifndef EXO_SCREEN_CONSOLE_H
#define EXO_SCREEN_CONSOLE_H

#include <exo/types.h>

struct console;

/* What programs have asked of the keys by escape sequences. */
struct screen_key_modes {
	bool application_cursor; /* DECCKM: arrows send ESC O, not ESC [ */
	bool application_keypad; /* DECKPAM: the keypad sends ESC O sequences */
	bool newline; /* LNM: Return sends CR LF */
};

#ifdef CONFIG_TERMINAL
/* Any context. All false without a screen. */
struct screen_key_modes screen_key_modes(void);

/*
 * Look @lines further back in what has scrolled off, or forward when negative;
 * stops at either end. New output returns to the present. Any context but NMI.
 */
void screen_scroll_back(int lines);

/* Half the height of the screen, in lines: what one key press scrolls. */
int screen_half_page(void);

/* tty0, whose input the keyboard is. NULL without a terminal. */
struct console *screen_console(void);
#else
static inline struct screen_key_modes screen_key_modes(void)
{
	return (struct screen_key_modes){0};
}

static inline void screen_scroll_back(int lines)
{
	(void)lines;
}

static inline int screen_half_page(void)
{
	return 0;
}

static inline struct console *screen_console(void)
{
	return NULL;
}
#endif

#endif
