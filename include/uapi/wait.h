/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waiting for children, as on Linux (wait(2), wait4(2)).
 */
#ifndef UAPI_WAIT_H
#define UAPI_WAIT_H

#define WNOHANG	    0x00000001U
#define WUNTRACED   0x00000002U
#define WSTOPPED    WUNTRACED
#define WEXITED	    0x00000004U
#define WCONTINUED  0x00000008U
#define WNOWAIT	    0x01000000U
#define __WNOTHREAD 0x20000000U
#define __WALL	    0x40000000U
#define __WCLONE    0x80000000U

#define P_ALL  0
#define P_PID  1
#define P_PGID 2

#endif
