// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console as a terminal.
 */
#include "abi.h"

#include <sys/ioctl.h>
#include <termios.h>

void abi_terminal(void)
{
	struct termios termios;
	struct winsize size;
	int number;

	topic("terminals");
	SHOW(open, "/dev/console", O_RDWR | O_NOCTTY);
	SHOW(ioctl, 3, TCGETS, &termios);
	VALUE((termios.c_lflag & (ICANON | ECHO | ISIG)) ==
	      (ICANON | ECHO | ISIG));
	VALUE((termios.c_oflag & (OPOST | ONLCR)) == (OPOST | ONLCR));
	VALUE(termios.c_iflag & ICRNL);
	VALUE(termios.c_cc[VINTR]);
	VALUE(termios.c_cc[VERASE]);
	VALUE(termios.c_cc[VEOF]);
	VALUE(termios.c_cc[VMIN]);
	SHOW(ioctl, 3, TCSETS, &termios);
	SHOW(ioctl, 3, TCSETSW, &termios);
	SHOW(ioctl, 3, TCGETS, NOWHERE);
	SHOW(ioctl, 3, TCSETS, NOWHERE);
	SHOW(ioctl, 3, TIOCGWINSZ, &size);
	SHOW(ioctl, 3, FIONREAD, &number);
	VALUE(number);
	SHOW(ioctl, 3, TIOCGPGRP, &number); /* not our terminal */
	SHOW(ioctl, 3, 0x5480, 0);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(close, 3);
	SHOW(open, "/dev/tty", O_RDWR);
	SHOW(open, "/dev/null", O_RDWR);
	SHOW(ioctl, 3, TCGETS, &termios);
	SHOW(read, 3, &number, 4);
	SHOW(write, 3, &number, 4);
	SHOW(write, 3, NOWHERE, 4);
	SHOW(lseek, 3, 100, SEEK_SET);
	SHOW(close, 3);
	SHOW(open, "/dev/zero", O_RDWR);
	SHOW(read, 3, &number, 4);
	VALUE(number);
	SHOW(read, 3, NOWHERE, 4);
	SHOW(write, 3, &number, 4);
	SHOW(close, 3);
	SHOW(open, "/dev/full", O_RDWR);
	SHOW(read, 3, &number, 4);
	SHOW(write, 3, &number, 4);
	SHOW(close, 3);
	SHOW(open, "/dev/urandom", O_RDONLY);
	SHOW(read, 3, &number, 4);
	SHOW(read, 3, NOWHERE, 4);
	SHOW(close, 3);
}
