// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctl_tty(2) but for sessions.
 */
#include "jobs.h"

void settings(void)
{
	struct winsize size = {.ws_row = 11, .ws_col = 22};
	struct termios termios;
	int number = 99;

	SAY(ioctl(tty, TIOCGWINSZ, NULL));
	SAY(ioctl(tty, TIOCSWINSZ, &size));
	SAY(ioctl(tty, TIOCSWINSZ, &size));
	SAY(came[SIGWINCH]);
	SAY(ioctl(tty, TIOCGETD, &number));
	SAY(number);
	number = 99;
	SAY(ioctl(tty, TIOCSETD, &number));
	SAY(ioctl(tty, TCXONC, 4));
	SAY(ioctl(tty, TCXONC, TCOOFF));
	SAY(ioctl(tty, TCXONC, TCOON));
	SAY(ioctl(tty, TCFLSH, 3));
	SAY(ioctl(tty, TCFLSH, TCIOFLUSH));
	SAY(ioctl(tty, TCSBRK, 1));
	SAY(ioctl(tty, TIOCMGET, &number));
	SAY(ioctl(tty, TIOCSTI, NULL));
	SAY(ioctl(tty, 0x54ff, 0));
	SAY(ioctl(tty, 0x5405 /* TCGETA */, &termios));
	SAY(ioctl(tty, 0x802c542a /* TCGETS2 */, NULL));
	cfsetspeed(&termios, B38400);
	SAY(tcgetattr(tty, &termios));
	SAY(cfsetspeed(&termios, B38400));
	SAY(tcsetattr(tty, TCSADRAIN, &termios));
	SAY(tcgetattr(tty, &termios));
	SAY(cfgetospeed(&termios) == B38400);
	cfsetspeed(&termios, B115200);
	SAY(tcsetattr(tty, TCSAFLUSH, &termios));
}

static void open_as_user(void)
{
	setuid(1000);
	SAY(open(TERMINAL, O_RDWR | O_NOCTTY) >= 0 ? 0 : -1);
	_exit(0);
}

void exclusive(void)
{
	pid_t pid;
	int on;

	chmod(TERMINAL, 0666);
	SAY(ioctl(tty, TIOCEXCL, 0));
	SAY(ioctl(tty, TIOCGEXCL, &on));
	SAY(on);
	pid = fork();
	if (!pid)
		open_as_user();
	waitpid(pid, NULL, 0);
	SAY(ioctl(tty, TIOCNXCL, 0));
	pid = fork();
	if (!pid)
		open_as_user();
	waitpid(pid, NULL, 0);
	chmod(TERMINAL, 0600);
}
