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

struct sysinfo;
struct timespec;
struct timex;
struct timeval;
struct timezone;
struct utsname;

/* futex_robust.c */
long sys_set_robust_list(void __user *head, size_t size);

/* sys_arch_prctl.c */
long sys_arch_prctl(int option, unsigned long address);

/* sys_exec.c */
long sys_execve(const char __user *name,
		const char __user *const __user *arguments,
		const char __user *const __user *environment);

/* sys_cpu.c */
long sys_getcpu(u32 __user *cpu, u32 __user *node);
long sys_membarrier(int command, u32 flags);

/* sys_futex.c */
long sys_futex(u32 __user *address, u32 operation, u32 value,
	       const struct timespec __user *timeout, u32 __user *address2,
	       u32 value3);

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

/* sys_memory_lock.c */
long sys_mlock(unsigned long address, size_t size);
long sys_mlock2(unsigned long address, size_t size, u32 flags);
long sys_munlock(unsigned long address, size_t size);
long sys_mlockall(u32 flags);
long sys_munlockall(void);
long sys_mincore(unsigned long address, size_t size, u8 __user *to);

/* sys_names.c */
long sys_sethostname(const char __user *name, int size);
long sys_setdomainname(const char __user *name, int size);

/* sys_random.c */
long sys_getrandom(char __user *buffer, size_t size, unsigned int flags);

/* sys_reboot.c */
long sys_reboot(u32 magic1, u32 magic2, u32 command, const char __user *text);

/* sys_set_time.c */
long sys_clock_settime(int clock, const struct timespec __user *time);
long sys_settimeofday(const struct timeval __user *time,
		      const struct timezone __user *zone);
long sys_adjtimex(struct timex __user *to);
long sys_clock_adjtime(int clock, struct timex __user *to);

/* sys_sysinfo.c */
long sys_sysinfo(struct sysinfo __user *to);

/* sys_syslog.c */
long sys_syslog(int action, char __user *buffer, int size);

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

/* syscall_frame_test.c */
long sys_exo_test(unsigned int what);

#endif
