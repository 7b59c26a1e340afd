// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors of message queues of POSIX, and who is notified of messages.
 */
#include "abi.h"

#include <mqueue.h>
#include <sys/mman.h>
#include <sys/socket.h>

static struct mq_attr attr = {.mq_maxmsg = 2, .mq_msgsize = 16}, now;
static char text[200];
static int queue;

static void make(void)
{
	queue = (int)RAW(SYS_mq_open, "q", O_CREAT | O_RDWR, 0600, &attr);
}

static void show_flags(void)
{
	SHOW(mq_getsetattr, queue, NULL, &now);
	VALUE(now.mq_flags);
}

/* What is read of @fd, a line, without the number of a process. */
static void show_told(int fd)
{
	char line[200] = "";
	ssize_t length = pread(fd, line, sizeof(line) - 1, 0);

	VALUE(length);
	line[strcspn(line, "\n")] = 0;
	if (strstr(line, "_PID:0"))
		TEXT(line);
	else
		printf("%.*s\n", (int)strcspn(line, "_"), line);
}

static void show_size(struct stat *status)
{
	VALUE(fstat(queue, status));
	VALUE(status->st_mode);
	VALUE(status->st_nlink);
	VALUE(status->st_size);
	VALUE(status->st_blksize);
	VALUE(status->st_blocks);
	VALUE(status->st_uid);
	VALUE(status->st_gid);
}

static void show_descriptor(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGUSR2};
	struct stat status;
	int writer = (int)RAW(SYS_mq_open, "q", O_WRONLY, 0, NULL);

	topic("descriptors of message queues");
	show_size(&status);
	SHOW(fcntl, queue, F_GETFL);
	SHOW(fcntl, writer, F_GETFL);
	SHOW(fcntl, queue, F_SETFL, O_RDWR | O_NONBLOCK);
	show_flags();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(fcntl, queue, F_SETFL, O_RDWR);
	show_flags();
	show_told(queue);
	SHOW(mq_timedsend, queue, "three", 5, 3, NULL);
	SHOW(mq_timedsend, queue, "four", 4, 4, NULL);
	show_told(queue);
	SHOW(mq_notify, writer, &event);
	show_told(queue);
	SHOW(mq_notify, queue, NULL);
	event.sigev_notify = SIGEV_NONE;
	SHOW(mq_notify, writer, &event);
	show_told(queue);
	SHOW(mq_notify, queue, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(read, queue, text, 6);
	VALUE(text[5]);
	SHOW(read, queue, text, 6);
	VALUE(text[0]);
	SHOW(pread64, queue, text, 16, 80);
	SHOW(read, queue, NOWHERE, 6);
	SHOW(read, writer, text, 6);
	SHOW(write, queue, text, 6);
	SHOW(ioctl, queue, 0x5401, text);
	SHOW(getdents64, queue, text, 100);
	SHOW(fsync, queue);
	SHOW(mmap, NULL, 4096, PROT_READ, MAP_SHARED, queue, 0);
	SHOW(sendto, queue, text, 1, 0, NULL, 0);
	SHOW(close, writer);
	SHOW(mq_timedsend, writer, "x", 1, 0, NULL);
}

static int told, code, value;

static void hear(int signal, siginfo_t *info, void *context)
{
	(void)context;
	told = signal;
	code = info->si_code;
	value = info->si_value.sival_int;
}

static void ask_too(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_NONE};

	SHOW(mq_notify, queue, NULL);
	SHOW(mq_notify, queue, &event);
}

static void show_notify(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGUSR1,
				 .sigev_value.sival_int = 77};
	struct sigaction action = {.sa_sigaction = hear,
				   .sa_flags = SA_SIGINFO};

	topic("mq_notify");
	sigaction(SIGUSR1, &action, NULL);
	SHOW(mq_notify, queue, &event);
	SHOW(mq_notify, queue, &event);
	show_child("another process", ask_too);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	VALUE(told == SIGUSR1);
	VALUE(code);
	VALUE(value);
	told = 0;
	SHOW(mq_notify, queue, &event);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	VALUE(told);
	SHOW(mq_notify, queue, NULL);
	SHOW(mq_notify, queue, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	VALUE(told);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	event.sigev_signo = 65;
	SHOW(mq_notify, queue, &event);
	event.sigev_notify = 9;
	SHOW(mq_notify, queue, &event);
	event.sigev_notify = SIGEV_NONE;
	SHOW(mq_notify, 99, &event);
	SHOW(mq_notify, 0, &event);
	SHOW(mq_notify, queue, NOWHERE);
	show_child("a process that ends", ask_too);
	SHOW(mq_notify, queue, &event);
	SHOW(mq_notify, queue, NULL);
	event.sigev_notify = SIGEV_THREAD;
	event.sigev_signo = 99;
	event.sigev_value.sival_ptr = text;
	SHOW(mq_notify, queue, &event);
	event.sigev_signo = 0;
	SHOW(mq_notify, queue, &event);
	event.sigev_signo = socket(AF_UNIX, SOCK_STREAM, 0);
	SHOW(mq_notify, queue, &event);
	close(event.sigev_signo);
	event.sigev_value.sival_ptr = NOWHERE;
	SHOW(mq_notify, queue, &event);
}

static void show_signal(void)
{
	VALUE(told == SIGUSR1);
	told = 0;
}

static void close_it(void)
{
	SHOW(close, queue);
}

/* Who closes a descriptor of the queue, whichever, is told no more. */
static void show_closing(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGUSR1};
	int again = (int)RAW(SYS_mq_open, "q", O_RDONLY, 0, NULL);
	int copy = dup(queue);

	topic("notification and close");
	told = 0;
	SHOW(mq_notify, queue, &event);
	show_child("a child that closes it", close_it);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	show_signal();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_notify, queue, &event);
	SHOW(close, copy);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	show_signal();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_notify, queue, &event);
	SHOW(close, again);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	show_signal();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_notify, queue, &event);
	copy = dup(queue);
	SHOW(dup2, 0, copy);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	show_signal();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	close(copy);
	event.sigev_signo = 0;
	SHOW(mq_notify, queue, &event);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	SHOW(mq_notify, queue, &event);
	SHOW(mq_notify, queue, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
}

/* Nobody is notified of what goes to one who waits. */
static void show_waiter(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGUSR1};
	pid_t pid;

	topic("notification and who waits");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		RAW(SYS_mq_timedreceive, queue, text, 16, NULL, NULL);
		_exit(0);
	}
	/* Nothing tells who waits in a queue. */
	usleep(50000);
	SHOW(mq_notify, queue, &event);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	show_signal();
	show_end_of("who waits", pid);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	show_signal();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
}

void abi_mqueue_files(void)
{
	make();
	show_descriptor();
	show_notify();
	show_closing();
	show_waiter();
	RAW(SYS_mq_unlink, "q");
	close(queue);
}
