// SPDX-License-Identifier: GPL-2.0-only
/*
 * Input of a terminal: what each received byte means, and reading what became
 * of them. line_edit.c echoes and takes back, line_output.c sends.
 *
 * An end of file is kept as a NUL that ends a line; no other NUL ends one,
 * because a special character of 0 is none.
 */
#include "line_discipline.h"

#include <exo/string.h>
#include <uapi/signal.h>

#define CONTROL(letter) ((letter)&0x1f)

static const struct termios termios_default = {
	.c_iflag = ICRNL | IXON | IUTF8,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = B115200 | CS8 | CREAD | HUPCL | CLOCAL,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE |
		   IEXTEN,
	.c_cc =
		{
			[VINTR] = CONTROL('C'),
			[VQUIT] = CONTROL('\\'),
			[VERASE] = 0x7f,
			[VKILL] = CONTROL('U'),
			[VEOF] = CONTROL('D'),
			[VMIN] = 1,
			[VSTART] = CONTROL('Q'),
			[VSTOP] = CONTROL('S'),
			[VSUSP] = CONTROL('Z'),
			[VREPRINT] = CONTROL('R'),
			[VDISCARD] = CONTROL('O'),
			[VWERASE] = CONTROL('W'),
			[VLNEXT] = CONTROL('V'),
		},
};

void line_init(struct line_discipline *line, const struct line_host *host)
{
	memset(line, 0, sizeof(*line));
	line->host = host;
	line->termios = termios_default;
}

/* Whether @byte is the special character at @place. */
static bool special(const struct line_discipline *line, u8 byte,
		    unsigned int place)
{
	return byte && byte == line->termios.c_cc[place];
}

/* The same, for those that IEXTEN turns on. */
static bool extended(const struct line_discipline *line, u8 byte,
		     unsigned int place)
{
	return special(line, byte, place) && line_local_flag(line, IEXTEN);
}

static bool ends_line(const struct line_discipline *line, u32 at)
{
	u32 place = at % LINE_SIZE;

	return line->ends[place / 64] >> place % 64 & 1;
}

static void mark_end(struct line_discipline *line, u32 at, bool end)
{
	u32 place = at % LINE_SIZE;
	u64 bit = 1ULL << place % 64;

	if (end)
		line->ends[place / 64] |= bit;
	else
		line->ends[place / 64] &= ~bit;
}

void line_set_termios(struct line_discipline *line,
		      const struct termios *termios)
{
	bool canonical = termios->c_lflag & ICANON;

	/* What nobody ended is a line now; a NUL would look like its end. */
	if (canonical && !line_local_flag(line, ICANON) && line_ready(line) &&
	    line->bytes[(line->write_at - 1) % LINE_SIZE])
		mark_end(line, line->write_at - 1, true);
	if (canonical != line_local_flag(line, ICANON))
		line->line_end = line->write_at;
	if (!canonical)
		line->literal = false;
	line->termios = *termios;
	if (!line_input_flag(line, IXON))
		line->stopped = false;
}

void line_flush_input(struct line_discipline *line)
{
	line->read_at = line->write_at;
	line->line_end = line->write_at;
	line->literal = false;
}

/* Free bytes of the buffer. */
static u32 space(const struct line_discipline *line)
{
	return LINE_SIZE - (line->write_at - line->read_at);
}

bool line_has_room(const struct line_discipline *line)
{
	if (!line_local_flag(line, ICANON))
		return space(line);
	/* The last place is for the end of a line only. */
	return space(line) > 1 || !line_ready(line);
}

static void bell(struct line_discipline *line)
{
	if (line_input_flag(line, IMAXBEL))
		line->host->output(line, "\a", 1);
}

/* Append; false when it does not fit. @spare bytes are to stay free. */
static bool store(struct line_discipline *line, u8 byte, u32 spare)
{
	if (space(line) <= spare) {
		bell(line);
		return false;
	}
	if (line->write_at == line->line_end)
		line->line_column = line->column;
	line->bytes[line->write_at % LINE_SIZE] = byte;
	mark_end(line, line->write_at, false);
	line->write_at++;
	return true;
}

/* An ordinary character. The place for the line's end stays free. */
static void receive_plain(struct line_discipline *line, u8 byte)
{
	bool canonical = line_local_flag(line, ICANON);

	if (!store(line, byte, canonical ? 1 : 0))
		return;
	if (line_local_flag(line, ECHO))
		line_echo(line, byte);
	if (!canonical)
		line->line_end = line->write_at;
}

static void end_line(struct line_discipline *line, u8 byte)
{
	if (!store(line, byte, 0))
		return;
	mark_end(line, line->write_at - 1, true);
	line->line_end = line->write_at;
}

static void raise_signal(struct line_discipline *line, u8 byte,
			 unsigned int signal)
{
	if (!line_local_flag(line, NOFLSH))
		line_flush_input(line);
	line->stopped = false;
	if (line_local_flag(line, ECHO))
		line_echo(line, byte);
	line->host->signal(line, signal);
}

static bool receive_signal(struct line_discipline *line, u8 byte)
{
	if (!line_local_flag(line, ISIG))
		return false;
	if (special(line, byte, VINTR))
		raise_signal(line, byte, SIGINT);
	else if (special(line, byte, VQUIT))
		raise_signal(line, byte, SIGQUIT);
	else if (special(line, byte, VSUSP))
		raise_signal(line, byte, SIGTSTP);
	else
		return false;
	return true;
}

static bool receive_flow(struct line_discipline *line, u8 byte)
{
	if (!line_input_flag(line, IXON))
		return false;
	if (special(line, byte, VSTART)) {
		line->stopped = false;
		return true;
	}
	if (special(line, byte, VSTOP)) {
		line->stopped = true;
		return true;
	}
	if (line_input_flag(line, IXANY))
		line->stopped = false;
	return false;
}

static bool receive_editing(struct line_discipline *line, u8 byte)
{
	if (special(line, byte, VERASE))
		line_erase(line);
	else if (extended(line, byte, VWERASE))
		line_erase_word(line);
	else if (special(line, byte, VKILL))
		line_kill(line);
	else if (extended(line, byte, VREPRINT) && line_local_flag(line, ECHO))
		line_reprint(line);
	else if (extended(line, byte, VLNEXT))
		line->literal = true;
	else
		return false;
	return true;
}

static bool receive_end(struct line_discipline *line, u8 byte)
{
	if (special(line, byte, VEOF)) {
		end_line(line, '\0');
		return true;
	}
	if (byte == '\n') {
		if (line_local_flag(line, ECHO | ECHONL))
			line_echo(line, byte);
	} else if (special(line, byte, VEOL) || extended(line, byte, VEOL2)) {
		if (line_local_flag(line, ECHO))
			line_echo(line, byte);
	} else {
		return false;
	}
	end_line(line, byte);
	return true;
}

/* False when nothing is left of @byte. */
static bool translate(const struct line_discipline *line, u8 *byte)
{
	if (*byte == '\r') {
		if (line_input_flag(line, IGNCR))
			return false;
		if (line_input_flag(line, ICRNL))
			*byte = '\n';
	} else if (*byte == '\n' && line_input_flag(line, INLCR)) {
		*byte = '\r';
	}
	return true;
}

static void receive(struct line_discipline *line, u8 byte)
{
	if (line_input_flag(line, ISTRIP))
		byte &= 0x7f;
	if (line->literal) {
		line->literal = false;
		receive_plain(line, byte);
		return;
	}
	if (receive_flow(line, byte) || receive_signal(line, byte) ||
	    !translate(line, &byte))
		return;
	if (line_local_flag(line, ICANON) &&
	    (receive_editing(line, byte) || receive_end(line, byte)))
		return;
	receive_plain(line, byte);
}

size_t line_receive(struct line_discipline *line, const u8 *bytes, size_t len)
{
	size_t done;

	for (done = 0; done < len && line_has_room(line); done++)
		receive(line, bytes[done]);
	return done;
}

bool line_ready(const struct line_discipline *line)
{
	return line->line_end != line->read_at;
}

static bool end_of_file(const struct line_discipline *line, u32 at)
{
	return line->bytes[at % LINE_SIZE] == '\0' && ends_line(line, at);
}

size_t line_readable(const struct line_discipline *line)
{
	size_t bytes = line->line_end - line->read_at;

	if (!line_local_flag(line, ICANON))
		return bytes;
	for (u32 at = line->read_at; at != line->line_end; at++)
		bytes -= end_of_file(line, at);
	return bytes;
}

static size_t read_line(struct line_discipline *line, u8 *to, size_t size)
{
	size_t done = 0;

	line->read_ended = false;
	while (line->read_at != line->line_end && !line->read_ended) {
		bool end = ends_line(line, line->read_at);

		/* An end of file right behind what fits goes with it. */
		if (end_of_file(line, line->read_at)) {
			line->read_at++;
			end = true;
		} else if (done == size) {
			break;
		} else {
			to[done++] = line->bytes[line->read_at++ % LINE_SIZE];
		}
		line->read_ended = end;
	}
	return done;
}

size_t line_read(struct line_discipline *line, u8 *to, size_t size)
{
	size_t done;

	if (line_local_flag(line, ICANON))
		return size ? read_line(line, to, size) : 0;
	line->read_ended = false;
	for (done = 0; done < size && line->read_at != line->line_end; done++)
		to[done] = line->bytes[line->read_at++ % LINE_SIZE];
	return done;
}
