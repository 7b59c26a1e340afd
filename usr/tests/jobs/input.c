// SPDX-License-Identifier: GPL-2.0-only
/*
 * What becomes of what is typed: lines, or bytes by VMIN and VTIME.
 */
#include "jobs.h"

static int waiting(void)
{
	int bytes = -1;

	ioctl(tty, FIONREAD, &bytes);
	return bytes;
}

void lines(void)
{
	set(ICRNL | IXON, ICANON | ISIG | IEXTEN, 1, 0);
	set_nonblocking(1);
	say_read("nothing", 10);
	TYPE("line\rmo");
	SAY(waiting());
	SAY(polled());
	say_read("part of a line", 2);
	say_read("its rest", 10);
	say_read("no line", 10);
	TYPE("re\004\004");
	say_read("up to ^D", 10);
	say_read("^D alone", 10);
	TYPE("ab\177c\n");
	say_read("erased", 10);
	TYPE("ab\025c\n");
	say_read("killed", 10);
	TYPE("two  words \027x\n");
	say_read("word erased", 20);
	TYPE("\026\003\026\004\n");
	say_read("literal", 10);
	TYPE("a\nb\nc\n");
	SAY(waiting());
	say_read("of three lines", 20);
	SAY(ioctl(tty, TCFLSH, TCIFLUSH));
	SAY(waiting());
	TYPE("abcd\004");
	say_read("all before ^D", 4);
	say_read("nothing more", 4);
}

void translations(void)
{
	set_nonblocking(1);
	set(0, ICANON, 1, 0);
	TYPE("a\rb\n");
	say_read("CR as it is", 10);
	set(IGNCR, ICANON, 1, 0);
	TYPE("a\rb\n");
	say_read("IGNCR", 10);
	set(INLCR, 0, 1, 0);
	TYPE("a\nb");
	say_read("INLCR", 10);
	set(ISTRIP, 0, 1, 0);
	TYPE("\341");
	say_read("ISTRIP", 10);
	set(IXON, 0, 1, 0);
	TYPE("a\023b\021c");
	say_read("IXON", 10);
}

void bytes(void)
{
	set(ICRNL, 0, 1, 0);
	set_nonblocking(1);
	say_read("MIN 1: nothing", 10);
	TYPE("a\003\r");
	SAY(waiting());
	say_read("MIN 1", 10);
	set(0, 0, 2, 0);
	TYPE("a");
	SAY(polled());
	TYPE("b");
	SAY(polled());
	say_read("MIN 2", 10);
	set(0, 0, 0, 0);
	say_read("MIN 0", 10);
	set_nonblocking(0);
	say_read("MIN 0, may wait", 10);
	set(0, 0, 0, 1);
	say_read("MIN 0 TIME 1", 10);
	TYPE("ab");
	say_read("MIN 0 TIME 1, bytes", 10);
	set(0, 0, 5, 1);
	TYPE("abc");
	say_read("MIN 5 TIME 1", 10);
	set(0, 0, 5, 0);
	TYPE("abc");
	say_read("MIN 5, 2 fit", 2);
	set(0, ICANON, 1, 0);
	set_nonblocking(1);
	say_read("a line of what was left", 10);
}
