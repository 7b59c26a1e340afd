/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the topics of jobs share: a terminal, typing there, and saying what happens.
 */
#ifndef JOBS_H
#define JOBS_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define TERMINAL "/dev/ttyS0"

extern FILE *results;
extern int tty;
extern volatile sig_atomic_t came[NSIG];

/* Count @signal in came[]. */
void note(int signal);

/* Print a result, or what errno says if it is negative. */
void say(const char *what, long value);
#define SAY(expression) say(#expression, (long)(expression))

/* Print how @pid ends, or what stops it; then it is killed. */
void say_status(const char *what, pid_t pid);

/* As if somebody typed @keys. */
void type(const char *keys, size_t size);
#define TYPE(keys) type(keys, sizeof(keys) - 1)

/* What a read of up to @size bytes gives. */
void say_read(const char *what, size_t size);

/* Only these flags, and characters that all systems begin with. */
void set(unsigned int iflag, unsigned int lflag, int min, int time);
void set_nonblocking(int on);

/* Of poll(2), for reading. */
int polled(void);

/* The topics. */
void lines(void);
void translations(void);
void bytes(void);
void settings(void);
void exclusive(void);
void jobs(void);
void typed_signals(void);
void groups(void);
void giving_up(void);

#endif
