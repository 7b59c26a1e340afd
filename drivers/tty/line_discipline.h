/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The line discipline of a terminal, as termios(3) and POSIX
 * chapter 11 describe it: lines that are edited while typed, echo, characters
 * that are signals, and what output becomes on its way.
 *
 *	received -> line_receive() -> [ done lines | the line typed ] -> line_read()
 *	                 |                ^ read_at  ^ line_end     ^ write_at
 *	                 v echo
 *	written  -> line_write()  ->  line_host.output
 *
 * Neither waits nor locks: one caller at a time. Without ICANON all that was
 * received is done at once; VMIN and VTIME are for who waits.
 */
#ifndef TTY_LINE_DISCIPLINE_H
#define TTY_LINE_DISCIPLINE_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/termios.h>

struct line_discipline;

struct line_host {
	/* Send @len bytes to the terminal as they are. */
	void (*output)(struct line_discipline *line, const char *text,
		       size_t len);
	/* The terminal's foreground is to get this signal. */
	void (*signal)(struct line_discipline *line, unsigned int signal);
};

enum {
	LINE_SIZE =
		4096, /* bytes of input, a power of two; a line has one less */
};

struct line_discipline {
	const struct line_host *host;
	struct termios termios; /* changed by line_set_termios() only */

	/* Counters that run freely; a byte's place is its count % LINE_SIZE. */
	u32 read_at, line_end, write_at;
	u8 bytes[LINE_SIZE];
	u64 ends[LINE_SIZE / 64]; /* bit: a line ends with this byte */

	bool literal; /* the next character is only itself: after VLNEXT */
	bool stopped; /* output, by VSTOP */
	bool read_ended; /* what was read last ends a line */
	u32 column; /* of the cursor, as far as output tells */
	u32 line_column; /* where the line that is typed began */
};

/* As a terminal is before anybody has changed it, and empty. */
void line_init(struct line_discipline *line, const struct line_host *host);

/* TCSETS. What is waiting to be read stays, and can be read in either mode. */
void line_set_termios(struct line_discipline *line,
		      const struct termios *termios);

/*
 * Whether a byte can be received. With ICANON it can unless a line waits to be
 * read: one that is too long loses what does not fit, with a bell.
 */
bool line_has_room(const struct line_discipline *line);

/*
 * @len bytes were received. Returns how many of them were taken: no more when
 * line_has_room() is false, so the rest is for later.
 */
size_t line_receive(struct line_discipline *line, const u8 *bytes, size_t len);

/* How many bytes a read would find; a line of an end of file alone has 0. */
size_t line_readable(const struct line_discipline *line);

/* Whether a read need not wait: an end of file counts too. */
bool line_ready(const struct line_discipline *line);

/*
 * Take up to @size bytes into @to: with ICANON, of one line. Returns how many;
 * 0 for an end of file, or when line_ready() is false.
 */
size_t line_read(struct line_discipline *line, u8 *to, size_t size);

/* Whether the last line_read() went to the end of a line. */
static inline bool line_read_ended(const struct line_discipline *line)
{
	return line->read_ended;
}

/* Forget what was received (TCIFLUSH). */
void line_flush_input(struct line_discipline *line);

/* Output of a program: to line_host.output, as c_oflag says. */
void line_write(struct line_discipline *line, const char *text, size_t len);

/* Echo a received byte. For line_discipline.c and line_edit.c */
void line_echo(struct line_discipline *line, u8 byte);

/* Edit the line that is typed: take back a character, a word, or all. */
void line_erase(struct line_discipline *line);
void line_erase_word(struct line_discipline *line);
void line_kill(struct line_discipline *line);

/* Show again what has been typed of the line. */
void line_reprint(struct line_discipline *line);

static inline bool line_input_flag(const struct line_discipline *line,
				   unsigned int flag)
{
	return line->termios.c_iflag & flag;
}

static inline bool line_local_flag(const struct line_discipline *line,
				   unsigned int flag)
{
	return line->termios.c_lflag & flag;
}

#endif
