/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a signal came: si_code of siginfo_t, as on Linux (sigaction(2)).
 */
#ifndef UAPI_SIGINFO_H
#define UAPI_SIGINFO_H

#define SI_USER	  0 /* kill() */
#define SI_KERNEL 0x80

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

#endif
