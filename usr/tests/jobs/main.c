// SPDX-License-Identifier: GPL-2.0-only
/*
 * jobs: a terminal as sessions and jobs see it. Types to itself by TIOCSTI, and
 * prints what happens, without numbers that differ from run to run, so that it can
 * be compared with Linux. What is found is kept in a file meanwhile, for the terminal
 * may be the one that is printed on. It is given up at the end, because Linux forgets
 * what a serial line has not sent when it is hung up.
 */
#include "jobs.h"

#define RESULTS "/tmp/jobs.results"

FILE *results;
int tty;
volatile sig_atomic_t came[NSIG];

void note(int signal)
{
	came[signal]++;
}

void say(const char *what, long value)
{
	if (value < 0)
		fprintf(results, "%s: %s\n", what, strerror(errno));
	else
		fprintf(results, "%s: %ld\n", what, value);
	fflush(results);
}

void say_status(const char *what, pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, WUNTRACED);
	fprintf(results, "%s: ", what);
	if (WIFEXITED(status))
		fprintf(results, "exits %d\n", WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		fprintf(results, "dies of %d\n", WTERMSIG(status));
	else
		fprintf(results, "stops by %d\n", WSTOPSIG(status));
	fflush(results);
	if (WIFSTOPPED(status)) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
}

void type(const char *keys, size_t size)
{
	while (size--)
		ioctl(tty, TIOCSTI, keys++);
}

void say_read(const char *what, size_t size)
{
	char text[100];
	ssize_t done = read(tty, text, size);

	fprintf(results, "%s: ", what);
	if (done < 0)
		fprintf(results, "%s", strerror(errno));
	for (ssize_t i = 0; i < done; i++) {
		if (text[i] < ' ' || text[i] == '\\' || text[i] == 127)
			fprintf(results, "\\%03o", text[i]);
		else
			fprintf(results, "%c", text[i]);
	}
	fprintf(results, " (%zd)\n", done);
	fflush(results);
}

void set(unsigned int iflag, unsigned int lflag, int min, int time)
{
	struct termios termios;

	tcgetattr(tty, &termios);
	termios.c_iflag = iflag;
	termios.c_oflag = OPOST | ONLCR;
	termios.c_lflag = lflag;
	termios.c_cc[VMIN] = (cc_t)min;
	termios.c_cc[VTIME] = (cc_t)time;
	tcsetattr(tty, TCSANOW, &termios);
}

void set_nonblocking(int on)
{
	int flags = fcntl(tty, F_GETFL);

	fcntl(tty, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

int polled(void)
{
	struct pollfd fd = {.fd = tty, .events = POLLIN | POLLRDNORM};

	poll(&fd, 1, 0);
	return fd.revents;
}

static const struct {
	const char *name;
	void (*run)(void);
} topics[] = {
	{"lines", lines},
	{"translations", translations},
	{"bytes", bytes},
	{"settings", settings},
	{"exclusive", exclusive},
	{"jobs", jobs},
	{"typed signals", typed_signals},
	{"groups", groups},
	{"giving up", giving_up},
};

static void session(void)
{
	setsid();
	SAY(open("/dev/tty", O_RDWR));
	tty = open(TERMINAL, O_RDWR);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGINT, note);
	signal(SIGWINCH, note);
	SAY(open("/dev/tty", O_RDWR) >= 0);
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		fprintf(results, "# %s\n", topics[i].name);
		fflush(results);
		topics[i].run();
	}
	set(ICRNL | IXON, ICANON | ISIG | IEXTEN | ECHO | ECHOE, 1, 0);
	signal(SIGHUP, SIG_IGN);
	SAY(ioctl(tty, TIOCNOTTY, 0));
	_exit(0);
}

static void print_results(void)
{
	char line[256];

	rewind(results);
	while (fgets(line, sizeof(line), results))
		fputs(line, stdout);
}

int main(void)
{
	int ends[2];
	char byte;

	results = fopen(RESULTS, "w+");
	if (!results || pipe(ends)) {
		perror(RESULTS);
		return 1;
	}
	if (!fork())
		session();
	close(ends[1]);
	/* Until the last of the session has ended. */
	read(ends[0], &byte, 1);
	print_results();
	fflush(stdout);
	tcdrain(STDOUT_FILENO);
	return 0;
}
