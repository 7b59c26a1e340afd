/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to tests. A terminal whose device are these functions: what
 * it is sent is kept, and what is typed are strings. One at a time.
 */
#ifndef TTY_TEST_TTY_H
#define TTY_TEST_TTY_H

#include "tty.h"

enum {
	TEST_TTY_SHOWN = 4096, /* the last bytes that are kept */
};

extern struct tty test_tty;
extern char test_tty_shown[TEST_TTY_SHOWN + 1]; /* a string */
extern size_t test_tty_room; /* what write_room tells */
extern size_t test_tty_queued; /* what write_queued tells */
extern bool test_tty_break; /* one is being sent */

/* Begin with a terminal like new. */
void test_tty_begin(void);

/* One more file of it, or NULL. */
struct file *test_tty_open(u32 flags);

/* Receive @keys, as from an interrupt, and wait until they are interpreted. */
void test_tty_type(const char *keys);

/* Read up to @size bytes into test_tty_text, a string. Bytes or -errno. */
extern char test_tty_text[TEST_TTY_SHOWN + 1];
ssize_t test_tty_read(struct file *file, size_t size);

ssize_t test_tty_write(struct file *file, const char *text);

/* Change what is typed from lines to bytes, with these VMIN and VTIME. */
void test_tty_set_raw(u8 min, u8 time);

#endif
