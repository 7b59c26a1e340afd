/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. The handlers of system calls, which kernel/proc/syscalls.list
 * gives numbers. Arguments are what the program had in its registers: numbers of
 * a smaller type may have anything in the upper bits, which the compiler does not
 * look at; pointers are __user. The result is what the program gets in rax, a
 * negative errno for an error. Interrupts are on; may sleep.
 *
 * What each call does is in its man page. Those of IPC are in <exo/syscalls_ipc.h>.
 */
#ifndef EXO_SYSCALLS_H
#define EXO_SYSCALLS_H

#include <exo/compiler.h>
#include <exo/syscalls_ipc.h>
#include <exo/types.h>

struct capability_data;
struct capability_header;
struct clone_args;
struct iovec;
struct itimerval;
struct pollfd;
struct rlimit;
struct rusage;
struct sched_param;
struct sigaltstack;
struct siginfo;
struct signal_action;
struct stat;
struct statfs;
struct statx;
struct sysinfo;
struct timespec;
struct timeval;
struct timex;
struct timezone;
struct tms;
struct utimbuf;
struct utsname;

/* futex_robust.c */
long sys_get_robust_list(int id, void __user *__user *head,
			 size_t __user *size);
long sys_set_robust_list(void __user *head, size_t size);

/* sys_arch_prctl.c */
long sys_arch_prctl(int option, unsigned long address);

/* sys_attributes.c */
long sys_fchmodat(int directory, const char __user *name, u32 mode);
long sys_chmod(const char __user *name, u32 mode);
long sys_fchmod(int fd, u32 mode);
long sys_fchownat(int directory, const char __user *name, u32 uid, u32 gid,
		  int flags);
long sys_chown(const char __user *name, u32 uid, u32 gid);
long sys_lchown(const char __user *name, u32 uid, u32 gid);
long sys_fchown(int fd, u32 uid, u32 gid);
long sys_truncate(const char __user *name, s64 size);
long sys_ftruncate(int fd, s64 size);

/* sys_capability.c */
long sys_capget(struct capability_header __user *from,
		struct capability_data __user *to);
long sys_capset(struct capability_header __user *from,
		const struct capability_data __user *data);

/* sys_cpu.c */
long sys_getcpu(u32 __user *cpu, u32 __user *node);
long sys_membarrier(int command, u32 flags);

/* sys_descriptor.c */
long sys_close(int fd);
long sys_dup(int fd);
long sys_dup2(int from, int to);
long sys_dup3(int from, int to, int flags);
long sys_close_range(unsigned int first, unsigned int last, unsigned int flags);

/* sys_directory.c */
long sys_chdir(const char __user *name);
long sys_chroot(const char __user *name);
long sys_fchdir(int fd);
long sys_umask(int mask);
long sys_getcwd(char __user *to, size_t size);

/* sys_exec.c */
long sys_execve(const char __user *name,
		const char __user *const __user *arguments,
		const char __user *const __user *environment);
long sys_execveat(int fd, const char __user *name,
		  const char __user *const __user *arguments,
		  const char __user *const __user *environment, int flags);

/* sys_fcntl.c */
long sys_fcntl(int fd, int command, unsigned long arg);
long sys_flock(int fd, unsigned int operation);
long sys_ioctl(int fd, unsigned int command, unsigned long arg);

/* sys_file.c */
long sys_lseek(int fd, s64 offset, unsigned int whence);
long sys_fsync(int fd);
long sys_fdatasync(int fd);
long sys_sync(void);
long sys_syncfs(int fd);
long sys_fadvise64(int fd, s64 offset, s64 length, int advice);
long sys_readahead(int fd, s64 offset, size_t count);
long sys_fallocate(int fd, int mode, s64 offset, s64 length);

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

/* sys_getdents.c */
long sys_getdents64(int fd, void __user *to, unsigned int size);
long sys_getdents(int fd, void __user *to, unsigned int size);

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

/* sys_itimer.c */
long sys_getitimer(int which, struct itimerval __user *to);
long sys_setitimer(int which, const struct itimerval __user *from,
		   struct itimerval __user *to);
long sys_alarm(unsigned int seconds);

/* sys_kill.c */
long sys_kill(int id, int signal);
long sys_tkill(int id, int signal);
long sys_tgkill(int process, int id, int signal);
long sys_rt_sigqueueinfo(int process, int signal,
			 const struct siginfo __user *from);
long sys_rt_tgsigqueueinfo(int process, int id, int signal,
			   const struct siginfo __user *from);

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

/* sys_memory_lock.c */
long sys_mlock(unsigned long address, size_t size);
long sys_mlock2(unsigned long address, size_t size, u32 flags);
long sys_munlock(unsigned long address, size_t size);
long sys_mlockall(u32 flags);
long sys_munlockall(void);
long sys_mincore(unsigned long address, size_t size, u8 __user *to);

/* sys_mount.c */
long sys_mount(const char __user *source, const char __user *target,
	       const char __user *type, unsigned long flags,
	       const char __user *options);
long sys_umount2(const char __user *target, int flags);

/* sys_name.c */
long sys_mkdirat(int directory, const char __user *text, u32 mode);
long sys_mkdir(const char __user *name, u32 mode);
long sys_mknodat(int directory, const char __user *text, u32 mode, u32 device);
long sys_mknod(const char __user *name, u32 mode, u32 device);
long sys_unlinkat(int directory, const char __user *text, int flags);
long sys_unlink(const char __user *name);
long sys_rmdir(const char __user *name);
long sys_symlinkat(const char __user *target, int directory,
		   const char __user *text);
long sys_symlink(const char __user *target, const char __user *name);
long sys_linkat(int old_directory, const char __user *old_name,
		int new_directory, const char __user *new_name, int flags);
long sys_link(const char __user *old_name, const char __user *new_name);
long sys_renameat2(int old_directory, const char __user *old_name,
		   int new_directory, const char __user *new_name,
		   unsigned int flags);
long sys_renameat(int old_directory, const char __user *old_name,
		  int new_directory, const char __user *new_name);
long sys_rename(const char __user *old_name, const char __user *new_name);
long sys_readlinkat(int directory, const char __user *text, char __user *buffer,
		    int size);
long sys_readlink(const char __user *name, char __user *buffer, int size);

/* sys_names.c */
long sys_sethostname(const char __user *name, int size);
long sys_setdomainname(const char __user *name, int size);

/* sys_open.c */
long sys_openat(int directory, const char __user *name, int flags, u32 mode);
long sys_open(const char __user *name, int flags, u32 mode);
long sys_creat(const char __user *name, u32 mode);
long sys_openat2(int directory, const char __user *name, const void __user *how,
		 size_t size);

/* sys_personality.c */
long sys_personality(unsigned int persona);

/* sys_poll.c */
long sys_poll(struct pollfd __user *fds, unsigned int count, int timeout_ms);
long sys_ppoll(struct pollfd __user *fds, unsigned int count,
	       struct timespec __user *timeout, const u64 __user *blocked,
	       size_t set_size);

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

/* sys_read_write.c */
long sys_read(int fd, void __user *buffer, size_t size);
long sys_write(int fd, const void __user *buffer, size_t size);
long sys_pread64(int fd, void __user *buffer, size_t size, s64 position);
long sys_pwrite64(int fd, const void __user *buffer, size_t size, s64 position);
long sys_readv(int fd, const struct iovec __user *pieces, unsigned long count);
long sys_writev(int fd, const struct iovec __user *pieces, unsigned long count);
long sys_preadv(int fd, const struct iovec __user *pieces, unsigned long count,
		s64 position);
long sys_pwritev(int fd, const struct iovec __user *pieces, unsigned long count,
		 s64 position);
long sys_preadv2(int fd, const struct iovec __user *pieces, unsigned long count,
		 s64 position, unsigned long unused, int flags);
long sys_pwritev2(int fd, const struct iovec __user *pieces,
		  unsigned long count, s64 position, unsigned long unused,
		  int flags);

/* sys_reboot.c */
long sys_reboot(u32 magic1, u32 magic2, u32 command, const char __user *text);

/* sys_sched.c */
long sys_sched_setparam(int id, const struct sched_param __user *from);
long sys_sched_setscheduler(int id, int policy,
			    const struct sched_param __user *from);
long sys_sched_getparam(int id, struct sched_param __user *to);
long sys_sched_getscheduler(int id);
long sys_sched_get_priority_max(int policy);
long sys_sched_get_priority_min(int policy);
long sys_sched_rr_get_interval(int id, struct timespec __user *to);
long sys_sched_setaffinity(int id, unsigned int size, const u64 __user *from);
long sys_sched_getaffinity(int id, unsigned int size, u64 __user *to);

/* sys_select.c */
long sys_select(int nr_fds, u64 __user *read, u64 __user *write,
		u64 __user *except, struct timeval __user *timeout);
long sys_pselect6(int nr_fds, u64 __user *read, u64 __user *write,
		  u64 __user *except, struct timespec __user *timeout,
		  const void __user *mask);

/* sys_sendfile.c */
long sys_sendfile(int out, int in, s64 __user *offset, size_t count);
long sys_copy_file_range(int in, s64 __user *in_offset, int out,
			 s64 __user *out_offset, size_t count,
			 unsigned int flags);

/* sys_set_time.c */
long sys_clock_settime(int clock, const struct timespec __user *time);
long sys_settimeofday(const struct timeval __user *time,
		      const struct timezone __user *zone);
long sys_adjtimex(struct timex __user *to);
long sys_clock_adjtime(int clock, struct timex __user *to);

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

/* sys_stat.c */
long sys_fstat(int fd, struct stat __user *status);
long sys_stat(const char __user *name, struct stat __user *status);
long sys_lstat(const char __user *name, struct stat __user *status);
long sys_newfstatat(int directory, const char __user *name,
		    struct stat __user *status, unsigned int flags);
long sys_access(const char __user *name, int want);
long sys_faccessat(int directory, const char __user *name, int want);
long sys_faccessat2(int directory, const char __user *name, int want,
		    int flags);
long sys_statfs(const char __user *text, struct statfs __user *status);
long sys_fstatfs(int fd, struct statfs __user *status);

/* sys_statx.c */
long sys_statx(int directory, const char __user *text, unsigned int flags,
	       unsigned int mask, struct statx __user *status);

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

/* sys_usage.c */
long sys_getrusage(int who, struct rusage __user *to);
long sys_times(struct tms __user *to);

/* sys_utime.c */
long sys_utimensat(int directory, const char __user *name,
		   const struct timespec __user *times, int flags);
long sys_futimesat(int directory, const char __user *name,
		   const struct timeval __user *times);
long sys_utimes(const char __user *name, const struct timeval __user *times);
long sys_utime(const char __user *name, const struct utimbuf __user *times);

/* sys_vhangup.c */
long sys_vhangup(void);

/* sys_wait.c */
long sys_wait4(int id, s32 __user *status, u32 options,
	       struct rusage __user *usage);
long sys_waitid(int type, int id, struct siginfo __user *info, u32 options,
		struct rusage __user *usage);

/* syscall_frame_test.c */
long sys_exo_test(unsigned int what);

#endif
