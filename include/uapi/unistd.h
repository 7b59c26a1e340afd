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
#define __NR_madvise 28
#define __NR_nanosleep 35
#define __NR_getpid 39
#define __NR_clone 56
#define __NR_fork 57
#define __NR_vfork 58
#define __NR_execve 59
#define __NR_exit 60
#define __NR_wait4 61
#define __NR_uname 63
#define __NR_gettimeofday 96
#define __NR_getrlimit 97
#define __NR_getrusage 98
#define __NR_sysinfo 99
#define __NR_times 100
#define __NR_getuid 102
#define __NR_getgid 104
#define __NR_setuid 105
#define __NR_setgid 106
#define __NR_geteuid 107
#define __NR_getegid 108
#define __NR_setpgid 109
#define __NR_getppid 110
#define __NR_getpgrp 111
#define __NR_setsid 112
#define __NR_setreuid 113
#define __NR_setregid 114
#define __NR_getgroups 115
#define __NR_setgroups 116
#define __NR_setresuid 117
#define __NR_getresuid 118
#define __NR_setresgid 119
#define __NR_getresgid 120
#define __NR_getpgid 121
#define __NR_setfsuid 122
#define __NR_setfsgid 123
#define __NR_getsid 124
#define __NR_capget 125
#define __NR_capset 126
#define __NR_personality 135
#define __NR_getpriority 140
#define __NR_setpriority 141
#define __NR_prctl 157
#define __NR_arch_prctl 158
#define __NR_setrlimit 160
#define __NR_reboot 169
#define __NR_gettid 186
#define __NR_time 201
#define __NR_futex 202
#define __NR_set_tid_address 218
#define __NR_clock_gettime 228
#define __NR_clock_getres 229
#define __NR_clock_nanosleep 230
#define __NR_exit_group 231
#define __NR_waitid 247
#define __NR_set_robust_list 273
#define __NR_prlimit64 302
#define __NR_getrandom 318
#define __NR_clone3 435
#define __NR_exo_test 511

#endif
