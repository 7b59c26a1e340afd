// SPDX-License-Identifier: GPL-2.0-only
/*
 * Message queues of System V.
 */
#include "abi.h"

#include <stdbool.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>

#ifndef MSG_COPY
#define MSG_COPY 040000
#endif
#ifndef MSG_STAT_ANY
#define MSG_STAT_ANY 13
#endif

enum {
	QUEUE_BYTES = 16384,
};

static struct {
	long type;
	char text[QUEUE_BYTES];
} message;
static struct msqid_ds status;
static int queue;

static void show_status_of(int id)
{
	memset(&status, 0xff, sizeof(status));
	SHOW(msgctl, id, IPC_STAT, &status);
	VALUE(status.msg_perm.__key);
	VALUE(status.msg_perm.uid);
	VALUE(status.msg_perm.mode);
	VALUE(status.msg_cbytes);
	VALUE(status.msg_qnum);
	VALUE(status.msg_qbytes);
	VALUE(!status.msg_stime);
	VALUE(!status.msg_rtime);
	VALUE(!status.msg_ctime);
	VALUE(status.msg_lspid == getpid());
	VALUE(status.msg_lrpid == getpid());
}

/* Send the text of so many bytes; what it says is made of type and size. */
#define SEND(type, size, flags)                          \
	show("msgsnd(" #type ", " #size ", " #flags ")", \
	     send(type, size, flags))
#define RECEIVE(type, room, flags)                       \
	show("msgrcv(" #type ", " #room ", " #flags ")", \
	     receive(type, room, flags))

static long send(long type, size_t size, int flags)
{
	message.type = type;
	memset(message.text, 'a' + (int)(type % 26), sizeof(message.text));
	return RAW(SYS_msgsnd, queue, &message, size, flags);
}

/* Type times 100000 and the size. */
static long receive(long type, size_t room, int flags)
{
	long size;

	memset(&message, 0, sizeof(message));
	size = RAW(SYS_msgrcv, queue, &message, room, type, flags);
	if (size > 0 && message.text[size - 1] != 'a' + message.type % 26)
		return -EIO;
	return size < 0 ? size : message.type * 100000 + size;
}

static void show_get(void)
{
	topic("msgget");
	SHOW(msgget, 1, 0);
	SHOW(msgget, 1, IPC_CREAT | 0600);
	SHOW(msgget, 1, IPC_CREAT | IPC_EXCL | 0600);
	SHOW(msgget, 1, IPC_CREAT);
	queue = (int)RAW(SYS_msgget, 1, 0);
	VALUE(queue);
	show_status_of(queue);
}

static void show_types(void)
{
	topic("msgrcv");
	SEND(5, 10, 0);
	SEND(3, 11, 0);
	SEND(7, 12, 0);
	SEND(3, 0, 0);
	SEND(9, 8192, 0);
	show_status_of(queue);
	RECEIVE(4, 10, IPC_NOWAIT);
	RECEIVE(-2, 10, IPC_NOWAIT);
	RECEIVE(2, 100, MSG_COPY | IPC_NOWAIT);
	RECEIVE(9, 100, MSG_COPY | IPC_NOWAIT);
	RECEIVE(0, 9, MSG_COPY | IPC_NOWAIT);
	RECEIVE(0, 9, MSG_COPY | IPC_NOWAIT | MSG_NOERROR);
	RECEIVE(0, 10, MSG_COPY);
	RECEIVE(0, 10, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT);
	RECEIVE(-8, 20, IPC_NOWAIT);
	RECEIVE(5, 20, MSG_EXCEPT);
	RECEIVE(0, 9, 0);
	RECEIVE(9, 100, 0);
	VALUE(RAW(SYS_msgrcv, queue, &message, 100, 9, MSG_NOERROR));
	VALUE(message.text[99]);
	VALUE(message.text[100]);
	RECEIVE(0, 10, 0);
	RECEIVE((-0x7fffffffffffffff - 1), 10, 0);
	RECEIVE(0, 10, IPC_NOWAIT);
	RECEIVE(0, (size_t)-1, IPC_NOWAIT);
	SHOW(msgrcv, -1, &message, 10, 0, IPC_NOWAIT);
	SHOW(msgrcv, 12345, &message, 10, 0, IPC_NOWAIT);
	SHOW(msgrcv, queue, NOWHERE, 10, 0, IPC_NOWAIT);
	SEND(1, 10, 0);
	SHOW(msgrcv, queue, NOWHERE, 10, 0, IPC_NOWAIT);
	RECEIVE(0, 10, IPC_NOWAIT);
}

static void show_send(void)
{
	topic("msgsnd");
	SEND(0, 1, 0);
	SEND(-1, 1, 0);
	SEND(1, 8193, 0);
	SEND(1, (size_t)-1, 0);
	SHOW(msgsnd, -1, &message, 1, 0);
	SHOW(msgsnd, 12345, &message, 1, 0);
	SHOW(msgsnd, queue, NOWHERE, 1, 0);
	SHOW(msgsnd, queue, NOWHERE, 10000, 0);
	SHOW(msgsnd, queue, KERNEL, 1, 0);
	SEND(1, 8192, IPC_NOWAIT);
	SEND(2, 8192, IPC_NOWAIT);
	SEND(3, 0, IPC_NOWAIT);
	SEND(3, 1, IPC_NOWAIT);
	show_status_of(queue);
	RECEIVE(3, 0, 0);
	RECEIVE(0, 8192, 0);
	RECEIVE(0, 8192, 0);
}

static void show_control(void)
{
	struct msginfo info;
	int last;

	topic("msgctl");
	SHOW(msgctl, -1, IPC_STAT, &status);
	SHOW(msgctl, 12345, IPC_STAT, &status);
	SHOW(msgctl, queue, 99, &status);
	SHOW(msgctl, queue, -1, &status);
	SHOW(msgctl, queue, IPC_STAT, NOWHERE);
	SHOW(msgctl, queue, IPC_SET, NOWHERE);
	SHOW(msgctl, queue, IPC_STAT, &status);
	status.msg_qbytes = 100;
	status.msg_perm.mode = 0666;
	SHOW(msgctl, queue, IPC_SET, &status);
	show_status_of(queue);
	SEND(1, 101, IPC_NOWAIT);
	SEND(1, 99, IPC_NOWAIT);
	SEND(2, 1, IPC_NOWAIT);
	SEND(3, 1, IPC_NOWAIT);
	status.msg_qbytes = 100000;
	SHOW(msgctl, queue, IPC_SET, &status);
	SEND(3, 8000, IPC_NOWAIT);
	status.msg_perm.uid = (uid_t)-1;
	SHOW(msgctl, queue, IPC_SET, &status);
	last = (int)RAW(SYS_msgctl, 0, IPC_INFO, &info);
	VALUE(last);
	VALUE(info.msgpool);
	VALUE(info.msgmap);
	VALUE(info.msgmax);
	VALUE(info.msgmnb);
	VALUE(info.msgmni);
	VALUE(info.msgssz);
	VALUE(info.msgtql);
	VALUE(info.msgseg);
	VALUE(RAW(SYS_msgctl, 0, MSG_INFO, &info) == last);
	VALUE(info.msgpool);
	VALUE(info.msgmap);
	VALUE(info.msgtql);
	SHOW(msgctl, 0, MSG_INFO, NOWHERE);
	SHOW(msgctl, 0, IPC_INFO, NOWHERE);
	VALUE(RAW(SYS_msgctl, last, MSG_STAT, &status) == queue);
	VALUE(status.msg_qnum);
	VALUE(RAW(SYS_msgctl, last, MSG_STAT_ANY, &status) == queue);
	SHOW(msgctl, last + 1, MSG_STAT, &status);
	RECEIVE(3, 8000, 0);
	RECEIVE(0, 100, 0);
	RECEIVE(0, 100, 0);
}

/* A process that sends or receives, and tells how that went. */
static pid_t start(bool sends, long type, size_t size)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (sends)
			SEND(type, size, 0);
		else
			RECEIVE(type, size, 0);
		fflush(stdout);
		_exit(0);
	}
	/* Nothing tells who waits in a queue. */
	usleep(50000);
	return pid;
}

static void be_interrupted(void)
{
	struct sigaction action = {.sa_handler = on_signal_nothing,
				   .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &action, NULL);
	/* Again and again: the first may come before it waits. */
	ualarm(20000, 20000);
	RECEIVE(0, 10, 0);
	SEND(1, 8192, IPC_NOWAIT);
	SEND(1, 8192, IPC_NOWAIT);
	SEND(1, 8192, 0);
}

static void show_waiting(void)
{
	pid_t first, second;

	topic("waiting for messages");
	queue = (int)RAW(SYS_msgget, IPC_PRIVATE, 0600);
	first = start(false, 9, 10);
	second = start(false, -3, 10);
	SEND(4, 10, 0);
	SEND(2, 10, 0);
	show_end_of("who wants the type", second);
	show_status_of(queue);
	SEND(9, 11, 0);
	show_end_of("who has no room", first);
	RECEIVE(4, 10, 0);
	RECEIVE(9, 11, 0);
	SEND(1, 8000, 0);
	SEND(2, 8000, 0);
	first = start(true, 3, 8192);
	second = start(true, 4, 1);
	show_end_of("who sends little", second);
	RECEIVE(1, 8000, 0);
	show_end_of("who sends much", first);
	RECEIVE(3, 8192, 0);
	RECEIVE(4, 1, 0);
	RECEIVE(2, 8000, 0);
	first = start(false, 1, 10);
	kill(first, SIGKILL);
	show_end_of("a receiver that is killed", first);
	SEND(1, 10, 0);
	RECEIVE(1, 10, 0);
	first = start(false, 1, 10);
	kill(first, SIGSTOP);
	usleep(20000);
	kill(first, SIGCONT);
	SEND(1, 10, 0);
	show_end_of("a receiver that was stopped", first);
	show_child("interrupted", be_interrupted);
	first = start(true, 5, 8192);
	kill(first, SIGKILL);
	show_end_of("a sender that is killed", first);
	show_status_of(queue);
	first = start(true, 5, 8192);
	SHOW(msgctl, queue, IPC_RMID, NULL);
	show_end_of("a sender of what is removed", first);
	SHOW(msgctl, queue, IPC_RMID, NULL);
	queue = (int)RAW(SYS_msgget, IPC_PRIVATE, 0600);
	first = start(false, 5, 10);
	SHOW(msgctl, queue, IPC_RMID, NULL);
	show_end_of("a receiver of what is removed", first);
}

static void act_as_another(void)
{
	SHOW(setuid, 1000);
	SHOW(msgget, 0x78, 0);
	SHOW(msgget, 0x78, 0444);
	SHOW(msgget, 0x78, 0222);
	SEND(1, 1, IPC_NOWAIT);
	RECEIVE(1, 1, IPC_NOWAIT);
	SHOW(msgctl, queue, IPC_STAT, &status);
	SHOW(msgctl, queue, IPC_SET, &status);
	SHOW(msgctl, queue, IPC_RMID, NULL);
}

static void raise_bytes(void)
{
	SHOW(setuid, 1000);
	SHOW(msgctl, queue, IPC_STAT, &status);
	status.msg_qbytes = QUEUE_BYTES + 1;
	SHOW(msgctl, queue, IPC_SET, &status);
	status.msg_qbytes = QUEUE_BYTES;
	SHOW(msgctl, queue, IPC_SET, &status);
}

static void wait_as_another(void)
{
	SHOW(setuid, 1000);
	RECEIVE(9, 1, 0);
}

static void send_as_another(void)
{
	SHOW(setuid, 1000);
	SEND(1, QUEUE_BYTES / 2, 0);
}

static pid_t start_child(void (*child)(void))
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		child();
		fflush(stdout);
		_exit(0);
	}
	usleep(50000);
	return pid;
}

/* Who waits must still be allowed to when that is changed. */
static void show_withdrawal(void)
{
	pid_t pid;

	topic("permissions that are taken back");
	queue = (int)RAW(SYS_msgget, IPC_PRIVATE, 0660);
	pid = start_child(wait_as_another);
	SHOW(msgctl, queue, IPC_STAT, &status);
	status.msg_perm.mode = 0620;
	SHOW(msgctl, queue, IPC_SET, &status);
	usleep(50000);
	SEND(9, 1, 0);
	show_end_of("a receiver", pid);
	SHOW(msgctl, queue, IPC_STAT, &status);
	VALUE(status.msg_qnum);
	SEND(1, 8000, 0);
	SEND(1, 8000, 0);
	pid = start_child(send_as_another);
	status.msg_perm.mode = 0600;
	SHOW(msgctl, queue, IPC_SET, &status);
	usleep(50000);
	RECEIVE(1, 8000, 0);
	show_end_of("a sender", pid);
	SHOW(msgctl, queue, IPC_STAT, &status);
	VALUE(status.msg_qnum);
	SHOW(msgctl, queue, IPC_RMID, NULL);
}

static void act_as_stranger(void)
{
	SHOW(setgid, 5);
	SHOW(setuid, 1001);
	SEND(1, 1, IPC_NOWAIT);
	RECEIVE(1, 1, IPC_NOWAIT);
	SHOW(msgctl, queue, IPC_STAT, &status);
}

static void show_permissions(void)
{
	topic("permissions of message queues");
	queue = (int)RAW(SYS_msgget, 0x78, IPC_CREAT | 0604);
	show_child("another user", act_as_another);
	SHOW(msgctl, queue, IPC_STAT, &status);
	status.msg_perm.mode = 0620;
	status.msg_perm.uid = 1000;
	SHOW(msgctl, queue, IPC_SET, &status);
	show_child("the owner", raise_bytes);
	show_child("a stranger", act_as_stranger);
	SHOW(msgctl, queue, IPC_RMID, NULL);
}

static void set_limit(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	VALUE(write(fd, text, strlen(text)));
	close(fd);
}

static void show_limit(const char *path)
{
	char text[64] = "";
	int fd = open(path, O_RDONLY);

	VALUE(read(fd, text, sizeof(text) - 1));
	TEXT(text);
	close(fd);
}

static void show_limits(void)
{
	topic("limits of message queues");
	show_limit("/proc/sys/kernel/msgmax");
	show_limit("/proc/sys/kernel/msgmnb");
	show_limit("/proc/sys/kernel/msgmni");
	set_limit("/proc/sys/kernel/msgmax", "5");
	set_limit("/proc/sys/kernel/msgmnb", "7");
	queue = (int)RAW(SYS_msgget, IPC_PRIVATE, 0600);
	SEND(1, 6, IPC_NOWAIT);
	SEND(1, 5, IPC_NOWAIT);
	SEND(1, 3, IPC_NOWAIT);
	SEND(1, 2, IPC_NOWAIT);
	set_limit("/proc/sys/kernel/msgmni", "1");
	SHOW(msgget, IPC_PRIVATE, 0600);
	set_limit("/proc/sys/kernel/msgmni", "32000");
	set_limit("/proc/sys/kernel/msgmax", "8192");
	set_limit("/proc/sys/kernel/msgmnb", "16384");
	SHOW(msgctl, queue, IPC_RMID, NULL);
}

void abi_msg(void)
{
	show_get();
	show_types();
	show_send();
	show_control();
	SHOW(msgctl, queue, IPC_RMID, NULL);
	show_waiting();
	show_permissions();
	show_withdrawal();
	show_limits();
}
