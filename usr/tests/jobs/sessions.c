// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controlling terminals and job control.
 */
#include "jobs.h"

/*
 * A job in the background or foreground that does @work.
 */
static pid_t start_job(void (*work)(void), int foreground)
{
	int ready[2];
	char byte;
	pid_t pid;

	pipe(ready);
	pid = fork();
	if (!pid) {
		setpgid(0, 0);
		if (foreground)
			tcsetpgrp(tty, getpid());
		signal(SIGTTOU, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		close(ready[0]);
		close(ready[1]);
		work();
		_exit(0);
	}
	close(ready[1]);
	read(ready[0], &byte, 1);
	close(ready[0]);
	return pid;
}

static void background(const char *what, void (*work)(void))
{
	say_status(what, start_job(work, 0));
}

static void do_read(void)
{
	say_read("background read", 10);
}

static void read_ignoring(void)
{
	signal(SIGTTIN, SIG_IGN);
	do_read();
}

static void read_blocking(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTTIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	do_read();
}

static void do_write(void)
{
	SAY(write(tty, "\n", 1));
}

static void set_attributes(void)
{
	struct termios termios;

	tcgetattr(tty, &termios);
	SAY(tcsetattr(tty, TCSANOW, &termios));
}

static void set_attributes_ignoring(void)
{
	signal(SIGTTOU, SIG_IGN);
	set_attributes();
}

static void take_foreground(void)
{
	SAY(tcsetpgrp(tty, getpid()));
}

void jobs(void)
{
	set(ICRNL, ICANON | ISIG, 1, 0);
	set_nonblocking(1);
	background("reads", do_read);
	background("reads, SIGTTIN ignored", read_ignoring);
	background("reads, SIGTTIN blocked", read_blocking);
	background("writes", do_write);
	set(ICRNL, ICANON | ISIG | TOSTOP, 1, 0);
	background("writes, TOSTOP", do_write);
	set(ICRNL, ICANON | ISIG, 1, 0);
	background("sets attributes", set_attributes);
	background("sets attributes, SIGTTOU ignored", set_attributes_ignoring);
	background("takes the foreground", take_foreground);
}

static void sleep_on(void)
{
	pause();
}

static void typed(const char *what, const char *key)
{
	pid_t pid = start_job(sleep_on, 1);

	type(key, 1);
	say_status(what, pid);
	tcsetpgrp(tty, getpgrp());
}

void typed_signals(void)
{
	set(ICRNL, ICANON | ISIG, 1, 0);
	typed("^C", "\003");
	typed("^\\", "\034");
	typed("^Z", "\032");
	TYPE("gone\003");
	SAY(came[SIGINT]);
	TYPE("\n");
	say_read("flushed by ^C", 10);
	set(ICRNL, ICANON | ISIG | NOFLSH, 1, 0);
	TYPE("kept\003\n");
	say_read("NOFLSH", 10);
}

static void other_session(void)
{
	setsid();
	SAY(open("/dev/tty", O_RDWR));
	SAY(ioctl(tty, TIOCSCTTY, 0));
	SAY(ioctl(tty, TIOCSPGRP, &(pid_t){getpid()}));
	SAY(ioctl(tty, TIOCGPGRP, &(pid_t){0}));
	SAY(ioctl(tty, TIOCGSID, &(pid_t){0}));
	SAY(ioctl(tty, TIOCNOTTY, 0));
	pause();
}

void groups(void)
{
	pid_t other = fork();

	if (!other)
		other_session();
	usleep(200000);
	SAY(tcgetpgrp(tty) == getpgrp());
	SAY(tcgetsid(tty) == getsid(0));
	SAY(ioctl(tty, TIOCSCTTY, 0));
	SAY(tcsetpgrp(tty, -5));
	SAY(tcsetpgrp(tty, 4000000));
	SAY(tcsetpgrp(tty, other));
	SAY(ioctl(tty, TIOCSPGRP, NULL));
	SAY(ioctl(tty, TIOCGPGRP, NULL));
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
}

static void thief(void)
{
	setsid();
	SAY(ioctl(tty, TIOCSCTTY, 1));
	SAY(tcgetpgrp(tty) == getpgrp());
	SAY(ioctl(tty, TIOCNOTTY, 0));
	_exit(0);
}

void giving_up(void)
{
	pid_t pid;

	signal(SIGHUP, note);
	signal(SIGCONT, note);
	SAY(ioctl(tty, TIOCNOTTY, 0));
	SAY(came[SIGHUP]);
	SAY(came[SIGCONT]);
	SAY(open("/dev/tty", O_RDWR));
	SAY(ioctl(tty, TIOCNOTTY, 0));
	SAY(ioctl(tty, TIOCSCTTY, 0));
	pid = fork();
	if (!pid)
		thief();
	waitpid(pid, NULL, 0);
	SAY(open("/dev/tty", O_RDWR));
	SAY(ioctl(tty, TIOCSCTTY, 0));
}
