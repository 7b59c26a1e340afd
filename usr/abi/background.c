// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes in the background of a terminal that are told EIO, since nobody would
 * wake them if they stopped.
 */
#include "abi.h"

#include <sys/ioctl.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>

#define TERMINAL "/dev/ttyS0"

enum {
	ANSWERS = 4,
};

static long answers[ANSWERS];

/* A group of its own, not the terminal's; who ignores SIGTTIN is not stopped. */
static void read_terminal(void)
{
	struct iovec piece = {answers, 1};

	setpgid(0, 0);
	signal(SIGTTIN, SIG_IGN);
	answers[0] = RAW(SYS_read, 3, answers, 1);
	answers[1] = RAW(SYS_readv, 3, &piece, 1);
	answers[2] = RAW(SYS_preadv2, 3, &piece, 1, -1, -1, 0);
}

/* An orphaned group: its only parent has ended. */
static void write_terminal(void)
{
	struct iovec piece = {"x", 1};
	struct termios settings;

	setpgid(0, 0);
	if (fork())
		_exit(0);
	while (getppid() != 1)
		usleep(1000);
	ioctl(3, TCGETS, &settings);
	answers[0] = RAW(SYS_write, 3, "x", 1);
	answers[1] = RAW(SYS_writev, 3, &piece, 1);
	answers[2] = RAW(SYS_pwritev2, 3, &piece, 1, -1, -1, 0);
	answers[3] = RAW(SYS_ioctl, 3, TCSETS, &settings);
}

/* What @child found, by way of a pipe: its own output would be of that kind. */
static void ask(void (*child)(void))
{
	int ends[2];

	pipe(ends);
	if (fork() == 0) {
		child();
		write(ends[1], answers, sizeof(answers));
		_exit(0);
	}
	close(ends[1]);
	read(ends[0], answers, sizeof(answers));
	close(ends[0]);
}

static void lead_session(void)
{
	struct termios settings, strict;

	setsid();
	signal(SIGHUP, SIG_IGN);
	SHOW(open, TERMINAL, O_RDWR);
	ask(read_terminal);
	show("read() in the background", answers[0]);
	show("readv() in the background", answers[1]);
	show("preadv2() in the background", answers[2]);
	fflush(stdout);
	ioctl(3, TCGETS, &settings);
	strict = settings;
	strict.c_lflag |= TOSTOP;
	ioctl(3, TCSETS, &strict);
	ask(write_terminal);
	ioctl(3, TCSETS, &settings);
	show("write() in the background", answers[0]);
	show("writev() in the background", answers[1]);
	show("pwritev2() in the background", answers[2]);
	show("ioctl() in the background", answers[3]);
	SHOW(ioctl, 3, TIOCNOTTY);
}

/* There is no terminal to hang up. */
static void hang_up(void)
{
	setsid();
	SHOW(vhangup, 0);
	SHOW(open, "/dev/tty", O_RDWR);
}

void abi_background(void)
{
	topic("terminals in the background");
	show_child("leader of a session", lead_session);
	show_child("leader without a terminal", hang_up);
}
