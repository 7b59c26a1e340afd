/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. The handlers of system calls, which kernel/proc/syscalls.list
 * gives numbers. Arguments are what the program had in its registers: numbers of
 * a smaller type may have anything in the upper bits, which the compiler does not
 * look at; pointers are __user. The result is what the program gets in rax, a
 * negative errno for an error. Interrupts are on; may sleep.
 *
 * What each call does is in its man page.
 */
#ifndef EXO_SYSCALLS_H
#define EXO_SYSCALLS_H

#include <exo/compiler.h>
#include <exo/types.h>

struct sigaltstack;
struct siginfo;
struct signal_action;
struct timespec;
struct timeval;
struct timezone;
struct utsname;

/* sys_task.c */
long sys_getpid(void);
long sys_gettid(void);
long sys_sched_yield(void);
long sys_exit(int status);
long sys_exit_group(int status);

/* syscall_frame_test.c */
long sys_exo_test(unsigned int what);

/* sys_arch_prctl.c */
long sys_arch_prctl(int option, unsigned long address);

/* sys_kill.c */
long sys_kill(int id, int signal);
long sys_tkill(int id, int signal);
long sys_tgkill(int process, int id, int signal);
long sys_rt_sigqueueinfo(int process, int signal,
			 const struct siginfo __user *from);
long sys_rt_tgsigqueueinfo(int process, int id, int signal,
			   const struct siginfo __user *from);

/* sys_random.c */
long sys_getrandom(char __user *buffer, size_t size, unsigned int flags);

/* sys_sigaltstack.c */
long sys_sigaltstack(const struct sigaltstack __user *new,
		     struct sigaltstack __user *old);

/* sys_signal.c */
long sys_rt_sigaction(unsigned int signal,
		      const struct signal_action __user *new,
		      struct signal_action __user *old, size_t set_size);
long sys_rt_sigprocmask(int how, const u64 __user *set, u64 __user *old,
			size_t set_size);
long sys_rt_sigpending(u64 __user *set, size_t set_size);
long sys_rt_sigsuspend(const u64 __user *set, size_t set_size);
long sys_pause(void);
long sys_rt_sigtimedwait(const u64 __user *set, struct siginfo __user *info,
			 const struct timespec __user *timeout,
			 size_t set_size);

/* sys_sigreturn.c */
long sys_rt_sigreturn(void);
long sys_restart_syscall(void);

/* sys_time.c */
long sys_time(s64 __user *seconds);
long sys_gettimeofday(struct timeval __user *time,
		      struct timezone __user *zone);
long sys_clock_gettime(int clock, struct timespec __user *time);
long sys_clock_getres(int clock, struct timespec __user *resolution);
long sys_nanosleep(const struct timespec __user *request,
		   struct timespec __user *rest);
long sys_clock_nanosleep(int clock, int flags,
			 const struct timespec __user *request,
			 struct timespec __user *rest);

/* sys_uname.c */
long sys_uname(struct utsname __user *name);

#endif
