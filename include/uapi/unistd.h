/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers of the system calls. Made by scripts/syscalls.py; do not edit.
 */
#ifndef UAPI_UNISTD_H
#define UAPI_UNISTD_H

/* clang-format off */
#define __NR_mmap 9
#define __NR_mprotect 10
#define __NR_munmap 11
#define __NR_brk 12
#define __NR_sched_yield 24
#define __NR_mremap 25
#define __NR_msync 26
#define __NR_mincore 27
#define __NR_madvise 28
#define __NR_nanosleep 35
#define __NR_getpid 39
#define __NR_execve 59
#define __NR_exit 60
#define __NR_uname 63
#define __NR_gettimeofday 96
#define __NR_sysinfo 99
#define __NR_syslog 103
#define __NR_mlock 149
#define __NR_munlock 150
#define __NR_mlockall 151
#define __NR_munlockall 152
#define __NR_arch_prctl 158
#define __NR_adjtimex 159
#define __NR_settimeofday 164
#define __NR_reboot 169
#define __NR_sethostname 170
#define __NR_setdomainname 171
#define __NR_gettid 186
#define __NR_time 201
#define __NR_futex 202
#define __NR_clock_settime 227
#define __NR_clock_gettime 228
#define __NR_clock_getres 229
#define __NR_clock_nanosleep 230
#define __NR_exit_group 231
#define __NR_set_robust_list 273
#define __NR_clock_adjtime 305
#define __NR_getcpu 309
#define __NR_getrandom 318
#define __NR_membarrier 324
#define __NR_mlock2 325
#define __NR_exo_test 511

#endif
