/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to terminals. Sessions and job control (credentials(7),
 * POSIX chapter 11.1): whose controlling terminal one is, and which job has it.
 */
#ifndef TTY_TTY_SESSION_H
#define TTY_TTY_SESSION_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/errno.h>

struct tty;

#ifdef CONFIG_PROCESS
/* Send @signal to the foreground; false when there is none. Any context. */
bool tty_signal_foreground(struct tty *tty, unsigned int signal);

/*
 * The controlling terminal of the current process, whose session's leader opened
 * it: unless it is no leader, has one, or the terminal has a session.
 */
void tty_become_controlling(struct tty *tty);

/* The controlling terminal of the current process, or NULL. */
struct tty *tty_controlling(void);

/*
 * Before the current process does to @tty what only the foreground may: 0, -EINTR
 * after @signal, SIGTTIN or SIGTTOU, was sent to its group, or -EIO if that would do
 * nothing.
 */
__must_check int tty_check_foreground(struct tty *tty, unsigned int signal);

/* ioctl_tty(2): TIOCSCTTY, TIOCNOTTY and others; -ENOTTY for none of them. */
long tty_session_control(struct tty *tty, bool may_read, unsigned int command,
			 unsigned long arg);
#else
static inline bool tty_signal_foreground(struct tty *tty, unsigned int signal)
{
	(void)tty;
	(void)signal;
	return false;
}

static inline void tty_become_controlling(struct tty *tty)
{
	(void)tty;
}

static inline struct tty *tty_controlling(void)
{
	return NULL;
}

static inline __must_check int tty_check_foreground(struct tty *tty,
						    unsigned int signal)
{
	(void)tty;
	(void)signal;
	return 0;
}

static inline long tty_session_control(struct tty *tty, bool may_read,
				       unsigned int command, unsigned long arg)
{
	(void)tty;
	(void)may_read;
	(void)command;
	(void)arg;
	return -ENOTTY;
}
#endif

#endif
