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

struct capability_data;
struct capability_header;
struct clone_args;
struct rlimit;
struct rusage;
struct siginfo;
struct sysinfo;
struct timespec;
struct timeval;
struct timezone;
struct tms;
struct utsname;

/* futex_robust.c */
long sys_set_robust_list(void __user *head, size_t size);

/* sys_arch_prctl.c */
long sys_arch_prctl(int option, unsigned long address);

/* sys_capability.c */
long sys_capget(struct capability_header __user *from,
		struct capability_data __user *to);
long sys_capset(struct capability_header __user *from,
		const struct capability_data __user *data);

/* sys_exec.c */
long sys_execve(const char __user *name,
		const char __user *const __user *arguments,
		const char __user *const __user *environment);

/* sys_fork.c */
long sys_fork(void);
long sys_vfork(void);
long sys_clone(unsigned long flags, unsigned long stack, u32 __user *parent_id,
	       u32 __user *child_id, unsigned long tls);
long sys_clone3(const struct clone_args __user *from, size_t size);

/* sys_futex.c */
long sys_futex(u32 __user *address, u32 operation, u32 value,
	       const struct timespec __user *timeout, u32 __user *address2,
	       u32 value3);

/* sys_groups.c */
long sys_getgroups(int size, u32 __user *groups);
long sys_setgroups(u32 count, const u32 __user *groups);

/* sys_identity.c */
long sys_getuid(void);
long sys_geteuid(void);
long sys_getgid(void);
long sys_getegid(void);
long sys_setuid(u32 id);
long sys_setgid(u32 id);
long sys_setreuid(u32 real, u32 effective);
long sys_setregid(u32 real, u32 effective);
long sys_setresuid(u32 real, u32 effective, u32 saved);
long sys_setresgid(u32 real, u32 effective, u32 saved);
long sys_getresuid(u32 __user *real, u32 __user *effective, u32 __user *saved);
long sys_getresgid(u32 __user *real, u32 __user *effective, u32 __user *saved);
long sys_setfsuid(u32 id);
long sys_setfsgid(u32 id);

/* sys_limits.c */
long sys_prlimit64(int id, unsigned int resource,
		   const struct rlimit __user *from, struct rlimit __user *to);
long sys_getrlimit(unsigned int resource, struct rlimit __user *to);
long sys_setrlimit(unsigned int resource, const struct rlimit __user *from);

/* sys_memory.c */
long sys_mmap(unsigned long address, size_t size, u32 prot, u32 flags, int fd,
	      u64 offset);
long sys_munmap(unsigned long address, size_t size);
long sys_mprotect(unsigned long address, size_t size, u32 prot);
long sys_mremap(unsigned long from, size_t old_size, size_t new_size, u32 flags,
		unsigned long to);
long sys_madvise(unsigned long address, size_t size, int advice);
long sys_msync(unsigned long address, size_t size, u32 flags);
long sys_brk(unsigned long address);

/* sys_personality.c */
long sys_personality(unsigned int persona);

/* sys_prctl.c */
long sys_prctl(int option, unsigned long arg2, unsigned long arg3,
	       unsigned long arg4, unsigned long arg5);

/* sys_priority.c */
long sys_getpriority(int which, u32 who);
long sys_setpriority(int which, u32 who, int nice);

/* sys_process.c */
long sys_getppid(void);
long sys_set_tid_address(u32 __user *address);
long sys_setpgid(int id, int group);
long sys_getpgid(int id);
long sys_getpgrp(void);
long sys_setsid(void);
long sys_getsid(int id);

/* sys_random.c */
long sys_getrandom(char __user *buffer, size_t size, unsigned int flags);

/* sys_reboot.c */
long sys_reboot(u32 magic1, u32 magic2, u32 command, const char __user *text);

/* sys_sysinfo.c */
long sys_sysinfo(struct sysinfo __user *to);

/* sys_task.c */
long sys_getpid(void);
long sys_gettid(void);
long sys_sched_yield(void);
long sys_exit(int status);
long sys_exit_group(int status);

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

/* sys_usage.c */
long sys_getrusage(int who, struct rusage __user *to);
long sys_times(struct tms __user *to);

/* sys_wait.c */
long sys_wait4(int id, s32 __user *status, u32 options,
	       struct rusage __user *usage);
long sys_waitid(int type, int id, struct siginfo __user *info, u32 options,
		struct rusage __user *usage);

/* syscall_frame_test.c */
long sys_exo_test(unsigned int what);

#endif
