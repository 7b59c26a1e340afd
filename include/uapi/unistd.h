/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers of the system calls. Made by scripts/syscalls.py; do not edit.
 */
#ifndef UAPI_UNISTD_H
#define UAPI_UNISTD_H

/* clang-format off */
#define __NR_rt_sigaction 13
#define __NR_rt_sigprocmask 14
#define __NR_rt_sigreturn 15
#define __NR_sched_yield 24
#define __NR_pause 34
#define __NR_nanosleep 35
#define __NR_getpid 39
#define __NR_exit 60
#define __NR_kill 62
#define __NR_uname 63
#define __NR_gettimeofday 96
#define __NR_rt_sigpending 127
#define __NR_rt_sigtimedwait 128
#define __NR_rt_sigqueueinfo 129
#define __NR_rt_sigsuspend 130
#define __NR_sigaltstack 131
#define __NR_arch_prctl 158
#define __NR_gettid 186
#define __NR_tkill 200
#define __NR_time 201
#define __NR_restart_syscall 219
#define __NR_clock_gettime 228
#define __NR_clock_getres 229
#define __NR_clock_nanosleep 230
#define __NR_exit_group 231
#define __NR_tgkill 234
#define __NR_rt_tgsigqueueinfo 297
#define __NR_getrandom 318
#define __NR_exo_test 511

#endif
