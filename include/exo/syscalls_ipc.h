/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. The handlers of system calls of IPC and of what programs wait for, as
 * in <exo/syscalls.h>.
 */
#ifndef EXO_SYSCALLS_IPC_H
#define EXO_SYSCALLS_IPC_H

#include <exo/compiler.h>
#include <exo/types.h>

struct channel_attributes;
struct channel_io;
struct channel_request;
struct epoll_event;
struct itimerspec;
struct mmsghdr;
struct mq_attr;
struct msghdr;
struct sembuf;
struct sigevent;
struct timespec;

/* sys_channel.c */
long sys_channel_open(const char __user *name, unsigned int flags,
		      const struct channel_attributes __user *attributes);
long sys_channel_unlink(const char __user *name);
long sys_channel_send(int fd, const struct channel_io __user *message);
long sys_channel_receive(int fd, struct channel_io __user *message);
long sys_channel_call(int fd, const struct channel_io __user *request,
		      struct channel_io __user *reply);
long sys_channel_reply(int fd, const struct channel_io __user *reply);
long sys_channel_reply_and_receive(int fd,
				   const struct channel_io __user *reply,
				   struct channel_io __user *request);

/* sys_channel_bytes.c */
long sys_channel_put(int fd, const void __user *data, size_t size,
		     unsigned int flags);
long sys_channel_get(int fd, void __user *data, size_t room,
		     unsigned int flags);
long sys_channel_ask(int fd, const void __user *request, size_t size,
		     void __user *reply, size_t room);
long sys_channel_answer(int fd, u64 token, const void __user *reply,
			size_t size, struct channel_request __user *request,
			size_t room);

/* sys_epoll.c */
long sys_epoll_create1(int flags);
long sys_epoll_create(int size);
long sys_epoll_ctl(int fd, int operation, int target_fd,
		   const struct epoll_event __user *from);
long sys_epoll_wait(int fd, struct epoll_event __user *events, int count,
		    int timeout_ms);
long sys_epoll_pwait(int fd, struct epoll_event __user *events, int count,
		     int timeout_ms, const u64 __user *blocked,
		     size_t set_size);
long sys_epoll_pwait2(int fd, struct epoll_event __user *events, int count,
		      const struct timespec __user *timeout,
		      const u64 __user *blocked, size_t set_size);

/* sys_eventfd.c */
long sys_eventfd2(unsigned int count, unsigned int flags);
long sys_eventfd(unsigned int count);

/* sys_inotify.c */
long sys_inotify_init(void);
long sys_inotify_init1(int flags);
long sys_inotify_add_watch(int fd, const char __user *name, u32 mask);
long sys_inotify_rm_watch(int fd, s32 number);

/* sys_memfd.c */
long sys_memfd_create(const char __user *name, u32 flags);

/* sys_message.c */
long sys_sendto(int fd, const void __user *buffer, size_t size,
		unsigned int flags, const void __user *to, int length);
long sys_recvfrom(int fd, void __user *buffer, size_t size, unsigned int flags,
		  void __user *from, int __user *length);
long sys_sendmsg(int fd, const struct msghdr __user *from, unsigned int flags);
long sys_recvmsg(int fd, struct msghdr __user *to, unsigned int flags);
long sys_sendmmsg(int fd, struct mmsghdr __user *from, unsigned int count,
		  unsigned int flags);
long sys_recvmmsg(int fd, struct mmsghdr __user *to, unsigned int count,
		  unsigned int flags, struct timespec __user *timeout);

/* sys_mqueue.c */
long sys_mq_open(const char __user *name, u32 flags, u32 mode,
		 const struct mq_attr __user *attr);
long sys_mq_unlink(const char __user *name);
long sys_mq_timedsend(int fd, const void __user *text, size_t size,
		      u32 priority, const struct timespec __user *timeout);
long sys_mq_timedreceive(int fd, void __user *text, size_t room,
			 u32 __user *priority,
			 const struct timespec __user *timeout);
long sys_mq_notify(int fd, const struct sigevent __user *event);
long sys_mq_getsetattr(int fd, const struct mq_attr __user *wanted,
		       struct mq_attr __user *old);

/* sys_msg.c */
long sys_msgget(s32 key, u32 flags);
long sys_msgsnd(s32 id, const s64 __user *from, size_t size, u32 flags);
long sys_msgrcv(s32 id, s64 __user *to, size_t room, s64 type, u32 flags);
long sys_msgctl(s32 id, int command, void __user *buffer);

/* sys_pipe.c */
long sys_pipe2(int __user *fds, int flags);
long sys_pipe(int __user *fds);

/* sys_sem.c */
long sys_semget(s32 key, s32 count, u32 flags);
long sys_semop(s32 id, const struct sembuf __user *operations, u32 count);
long sys_semtimedop(s32 id, const struct sembuf __user *operations, u32 count,
		    const struct timespec __user *timeout);
long sys_semctl(s32 id, s32 number, int command, unsigned long arg);

/* sys_shm.c */
long sys_shmget(s32 key, size_t size, u32 flags);
long sys_shmat(s32 id, unsigned long address, u32 flags);
long sys_shmdt(unsigned long address);
long sys_shmctl(s32 id, int command, void __user *buffer);

/* sys_signalfd.c */
long sys_signalfd4(int fd, const u64 __user *from, size_t set_size, int flags);
long sys_signalfd(int fd, const u64 __user *from, size_t set_size);

/* sys_socket.c */
long sys_socket(int family, int type, int protocol);
long sys_socketpair(int family, int type, int protocol, int __user *to);
long sys_bind(int fd, const void __user *from, int length);
long sys_connect(int fd, const void __user *from, int length);
long sys_listen(int fd, int backlog);
long sys_accept4(int fd, void __user *to, int __user *length, int flags);
long sys_accept(int fd, void __user *to, int __user *length);
long sys_getsockname(int fd, void __user *to, int __user *length);
long sys_getpeername(int fd, void __user *to, int __user *length);
long sys_shutdown(int fd, int how);
long sys_getsockopt(int fd, int level, int option, void __user *to,
		    int __user *length);
long sys_setsockopt(int fd, int level, int option, const void __user *from,
		    int length);

/* sys_timerfd.c */
long sys_timerfd_create(int clock, int flags);
long sys_timerfd_settime(int fd, int flags,
			 const struct itimerspec __user *from,
			 struct itimerspec __user *to);
long sys_timerfd_gettime(int fd, struct itimerspec __user *to);

#endif
