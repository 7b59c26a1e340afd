/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signal numbers of Linux's x86_64 (signal(7)), and what sigaction(2),
 * sigprocmask(2) and sigaltstack(2) are told.
 */
#ifndef UAPI_SIGNAL_H
#define UAPI_SIGNAL_H

#include <exo/types.h>

#define SIGHUP	  1
#define SIGINT	  2
#define SIGQUIT	  3
#define SIGILL	  4
#define SIGTRAP	  5
#define SIGABRT	  6
#define SIGBUS	  7
#define SIGFPE	  8
#define SIGKILL	  9
#define SIGUSR1	  10
#define SIGSEGV	  11
#define SIGUSR2	  12
#define SIGPIPE	  13
#define SIGALRM	  14
#define SIGTERM	  15
#define SIGSTKFLT 16
#define SIGCHLD	  17
#define SIGCONT	  18
#define SIGSTOP	  19
#define SIGTSTP	  20
#define SIGTTIN	  21
#define SIGTTOU	  22
#define SIGURG	  23
#define SIGXCPU	  24
#define SIGXFSZ	  25
#define SIGVTALRM 26
#define SIGPROF	  27
#define SIGWINCH  28
#define SIGIO	  29
#define SIGPWR	  30
#define SIGSYS	  31
#define SIGRTMIN  32 /* from here on they are queued */
#define SIGNALS	  64 /* the largest number */

/* Handlers that are none. */
#define SIG_DFL 0
#define SIG_IGN 1

#define SA_NOCLDSTOP	  0x00000001UL
#define SA_NOCLDWAIT	  0x00000002UL
#define SA_SIGINFO	  0x00000004UL
#define SA_EXPOSE_TAGBITS 0x00000800UL /* no effect: addresses have none */
#define SA_RESTORER	  0x04000000UL
#define SA_ONSTACK	  0x08000000UL
#define SA_RESTART	  0x10000000UL
#define SA_NODEFER	  0x40000000UL
#define SA_RESETHAND	  0x80000000UL

#define SIG_BLOCK   0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

#define SS_ONSTACK    1
#define SS_DISABLE    2
#define SS_AUTODISARM (1U << 31)

#define MINSIGSTKSZ 2048

struct sigaltstack {
	u64 ss_sp;
	u32 ss_flags;
	u64 ss_size;
};

#endif
