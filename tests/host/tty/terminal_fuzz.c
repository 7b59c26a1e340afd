// SPDX-License-Identifier: GPL-2.0-only
/*
 * terminal_fuzz SEED ROUNDS: terminals of random sizes are given random bytes
 * and looked back in; now and then one recovers as in a panic. The state must
 * stay sound, the display must show the grid, and ESC c must lead to what a
 * new terminal shows and does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host_display.h"

enum {
	WRITES = 60,
	WRITE_MAX = 200,
};

static unsigned int pick(unsigned int count)
{
	return (unsigned int)random() % count;
}

static size_t add_sequence(char *out)
{
	static const char finals[] = "@ABCDEFGHIJKLMPSTXZ`abcdefghlmnrsu]y";
	static const char prefixes[] = "?=>?![ ";
	char *start = out;

	*out++ = '\033';
	*out++ = '[';
	if (pick(4) == 0)
		*out++ = prefixes[pick(sizeof(prefixes) - 1)];
	for (unsigned int i = pick(4); i > 0; i--) {
		out += sprintf(out, "%u", pick(pick(5) ? 12 : 300));
		*out++ = ';';
	}
	*out++ = finals[pick(sizeof(finals) - 1)];
	return (size_t)(out - start);
}

static size_t add_escape(char *out)
{
	static const char *const escapes[] = {
		"\033(0", "\033)B", "\033(U", "\016",	 "\017",   "\0337",
		"\0338",  "\033M",  "\033D",  "\033E",	 "\033H",  "\033%@",
		"\033%G", "\033#8", "\033=",  "\033]P1", "\033]0", "\033P",
		"\033Z",  "\033[[", "\n",     "\r\n",	 "\t",	   "\b",
	};
	const char *escape = escapes[pick(sizeof(escapes) / sizeof(*escapes))];

	return (size_t)sprintf(out, "%s", escape);
}

static size_t add_character(char *out)
{
	static const char *const characters[] = {"\u00e4", "\u4e00", "\u0301",
						 "\u2500", "\U0001f600"};

	return (size_t)sprintf(out, "%s", characters[pick(5)]);
}

static size_t add_something(char *out)
{
	switch (pick(6)) {
	case 0:
		*out = (char)pick(256);
		return 1;
	case 1:
		return add_escape(out);
	case 2:
	case 3:
		return add_sequence(out);
	case 4:
		return add_character(out);
	}
	*out = (char)(' ' + pick(95));
	return 1;
}

static void write_randomly(struct host_display *display)
{
	char bytes[WRITE_MAX + 32];
	size_t wanted = pick(WRITE_MAX), len = 0;

	while (len < wanted)
		len += add_something(bytes + len);
	host_display_write(display, bytes, len);
}

static void disturb(struct host_display *display)
{
	switch (pick(12)) {
	case 0:
		terminal_scroll_back(&display->terminal, (int)pick(40) - 20);
		break;
	case 1:
		terminal_recover(&display->terminal);
		terminal_show(&display->terminal);
		break;
	}
	host_display_check(display);
}

static void say(struct host_display *display, const char *text)
{
	host_display_write(display, text, strlen(text));
}

static bool same(const struct host_display *a, const struct host_display *b)
{
	size_t count = a->screen.rows * a->screen.columns;

	return memcmp(a->cells, b->cells, count * sizeof(*a->cells)) == 0 &&
	       a->cursor_row == b->cursor_row &&
	       a->cursor_column == b->cursor_column &&
	       a->cursor_visible == b->cursor_visible;
}

/* After a reset, the same screen; and the same effect of what comes next. */
static bool resets_to_new(struct host_display *display)
{
	static const char probe[] =
		"a\tb\nq\016q\017\303\244\0338x\033[3;1Hy\033[31m\033[2L";
	struct host_display fresh;
	bool equal;

	host_display_init(&fresh, display->screen.rows, display->screen.columns,
			  display->scrollback);
	say(display, "\033c");
	equal = same(display, &fresh);
	say(display, probe);
	say(&fresh, probe);
	equal = equal && same(display, &fresh);
	host_display_free(&fresh);
	return equal;
}

static bool round_passes(void)
{
	struct host_display display;
	bool passes;

	host_display_init(&display, 1 + pick(pick(2) ? 8 : 60),
			  2 + pick(pick(2) ? 20 : 200), pick(2) * pick(40));
	for (unsigned int i = 0; i < WRITES; i++) {
		write_randomly(&display);
		disturb(&display);
	}
	passes = resets_to_new(&display);
	host_display_free(&display);
	return passes;
}

int main(int argc, char **argv)
{
	unsigned int seed = argc > 1 ? (unsigned int)atoi(argv[1]) : 0;
	unsigned int rounds = argc > 2 ? (unsigned int)atoi(argv[2]) : 0;

	srandom(seed);
	for (unsigned int i = 0; i < rounds; i++) {
		if (round_passes())
			continue;
		printf("seed %u, round %u: ESC c does not lead back\n", seed,
		       i);
		return 1;
	}
	return rounds == 0;
}
