/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a signal came: siginfo_t, as on Linux (sigaction(2)).
 */
#ifndef UAPI_SIGINFO_H
#define UAPI_SIGINFO_H

#include <exo/types.h>

/* si_code. */
#define SI_USER	  0 /* kill() */
#define SI_KERNEL 0x80
#define SI_QUEUE  (-1) /* sigqueue() */
#define SI_TIMER  (-2) /* timer_create() */
#define SI_MESGQ  (-3) /* mq_notify() */
#define SI_TKILL  (-6) /* tkill(), tgkill() */

#define ILL_ILLOPN 2

#define FPE_INTDIV 1
#define FPE_INTOVF 2
#define FPE_FLTDIV 3
#define FPE_FLTOVF 4
#define FPE_FLTUND 5
#define FPE_FLTRES 6
#define FPE_FLTINV 7
#define FPE_FLTUNK 14

#define SEGV_MAPERR 1 /* nothing is there */
#define SEGV_ACCERR 2 /* what is there forbids it */

#define BUS_ADRALN 1
#define BUS_ADRERR 2

#define TRAP_BRKPT  1
#define TRAP_TRACE  2 /* a single step */
#define TRAP_HWBKPT 4

#define CLD_EXITED    1
#define CLD_KILLED    2
#define CLD_DUMPED    3
#define CLD_STOPPED   5
#define CLD_CONTINUED 6

struct siginfo {
	s32 si_signo, si_errno, si_code;
	union {
		u8 bytes[112];
		/* kill(), and others: of SIGCHLD the child that has news */
		struct {
			s32 si_pid;
			u32 si_uid;
			union {
				u64 si_value;
				struct {
					s32 si_status;
					s64 si_utime, si_stime;
				};
			};
		};
		/* SI_TIMER */
		struct {
			s32 si_timerid, si_overrun;
			u64 si_timer_value;
		};
		/* faults */
		u64 si_addr;
	};
};

_Static_assert(sizeof(struct siginfo) == 128, "as on Linux");

#endif
