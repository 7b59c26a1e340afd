// SPDX-License-Identifier: GPL-2.0-only
/*
 * Message queues of POSIX: what is sent, received and waited for.
 */
#include "abi.h"

#include <mqueue.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <time.h>

static struct mq_attr attr = {.mq_maxmsg = 2, .mq_msgsize = 16};
static struct mq_attr now;
static struct timespec past = {1, 0}, bad = {0, -1};
static char text[8192];
static unsigned int priority;
static int queue;

static void show_attributes(void)
{
	memset(&now, 0, sizeof(now));
	SHOW(mq_getsetattr, queue, NULL, &now);
	VALUE(now.mq_flags);
	VALUE(now.mq_maxmsg);
	VALUE(now.mq_msgsize);
	VALUE(now.mq_curmsgs);
}

static void make(const struct mq_attr *wanted)
{
	queue = (int)RAW(SYS_mq_open, "q", O_CREAT | O_RDWR, 0600, wanted);
}

static void show_open(void)
{
	char name[300];
	struct stat status;

	topic("mq_open");
	memset(name, 'n', sizeof(name));
	name[256] = 0;
	SHOW(mq_open, "absent", O_RDONLY, 0, NULL);
	SHOW(mq_open, "/slash", O_CREAT | O_RDWR, 0600, NULL);
	SHOW(mq_open, "a/b", O_CREAT | O_RDWR, 0600, NULL);
	SHOW(mq_open, "", O_CREAT | O_RDWR, 0600, NULL);
	SHOW(mq_open, ".", O_CREAT | O_RDWR, 0600, NULL);
	SHOW(mq_open, name, O_CREAT | O_RDWR, 0600, NULL);
	SHOW(mq_open, NOWHERE, O_RDONLY, 0, NULL);
	SHOW(mq_open, "q", O_CREAT | O_RDWR, 0600, NOWHERE);
	make(NULL);
	show_attributes();
	SHOW(mq_open, "q", O_CREAT | O_EXCL | O_RDWR, 0600, NULL);
	SHOW(mq_open, "q", O_ACCMODE, 0, NULL);
	SHOW(fcntl, queue, F_GETFD);
	VALUE(fstat(queue, &status));
	VALUE(status.st_mode);
	VALUE(status.st_uid);
	VALUE(RAW(SYS_mq_unlink, "q"));
	SHOW(mq_unlink, "q");
	SHOW(mq_unlink, "/q");
	SHOW(mq_unlink, name);
	SHOW(mq_unlink, NOWHERE);
	close(queue);
}

static void show_transfer(void)
{
	int reader, writer;

	topic("mq_timedsend");
	make(&attr);
	show_attributes();
	reader = (int)RAW(SYS_mq_open, "q", O_RDONLY, 0, NULL);
	writer = (int)RAW(SYS_mq_open, "q", O_WRONLY | O_NONBLOCK, 0, NULL);
	SHOW(mq_timedsend, queue, "three", 5, 3, NULL);
	SHOW(mq_timedsend, reader, "three", 5, 3, NULL);
	SHOW(mq_timedsend, writer, "seven!!", 7, 7, NULL);
	SHOW(mq_timedsend, writer, "more", 4, 1, NULL);
	SHOW(mq_timedsend, queue, "more", 4, 1, &past);
	SHOW(mq_timedsend, queue, "more", 4, 1, &bad);
	SHOW(mq_timedsend, queue, "more", 4, 1, NOWHERE);
	SHOW(mq_timedsend, queue, text, 17, 1, NULL);
	SHOW(mq_timedsend, queue, text, 1, 32768, NULL);
	SHOW(mq_timedsend, queue, NOWHERE, 1, 1, NULL);
	SHOW(mq_timedsend, 99, text, 1, 1, NULL);
	SHOW(mq_timedsend, 0, text, 1, 1, NULL);
	topic("mq_timedreceive");
	SHOW(mq_timedreceive, queue, text, 15, &priority, NULL);
	SHOW(mq_timedreceive, writer, text, 16, &priority, NULL);
	SHOW(mq_timedreceive, queue, text, 16, &priority, NULL);
	VALUE(priority);
	SHOW(mq_timedsend, queue, "also three", 10, 3, NULL);
	SHOW(mq_timedreceive, reader, text, 16, &priority, NULL);
	VALUE(priority);
	SHOW(mq_timedreceive, reader, text, 16, NULL, NULL);
	VALUE(text[0]);
	SHOW(mq_timedreceive, queue, text, 16, NULL, &past);
	SHOW(mq_timedreceive, queue, text, 16, NULL, &bad);
	SHOW(mq_timedreceive, 99, text, 16, NULL, NULL);
	SHOW(mq_timedreceive, 0, text, 16, NULL, NULL);
	SHOW(mq_timedsend, queue, "", 0, 32767, NULL);
	SHOW(mq_timedreceive, queue, NOWHERE, 16, &priority, NULL);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	SHOW(mq_timedreceive, queue, NOWHERE, 16, &priority, NULL);
	show_attributes();
	topic("mq_getsetattr");
	now.mq_flags = O_NONBLOCK;
	SHOW(mq_getsetattr, queue, &now, NULL);
	show_attributes();
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	now.mq_flags = 1;
	SHOW(mq_getsetattr, queue, &now, NULL);
	SHOW(mq_getsetattr, queue, NOWHERE, NULL);
	SHOW(mq_getsetattr, queue, NULL, NOWHERE);
	SHOW(mq_getsetattr, 99, NULL, &now);
	SHOW(mq_getsetattr, 0, NULL, &now);
	close(reader);
	close(writer);
}

static void show_order(void)
{
	static const unsigned char order[] = {3, 1, 3, 2, 9, 1, 3, 0, 9, 2};
	struct mq_attr ten = {.mq_maxmsg = 10, .mq_msgsize = 1};
	int fd;

	topic("the order of messages");
	fd = (int)RAW(SYS_mq_open, "ten", O_CREAT | O_RDWR | O_NONBLOCK, 0600,
		      &ten);
	for (int i = 0; i < 10; i++) {
		char which = (char)('a' + i);

		VALUE(RAW(SYS_mq_timedsend, fd, &which, 1, order[i], NULL));
	}
	SHOW(mq_timedsend, fd, "k", 1, 32767, NULL);
	for (int i = 0; i < 10; i++) {
		SHOW(mq_timedreceive, fd, text, 1, &priority, NULL);
		printf("%c of %u\n", text[0], priority);
	}
	SHOW(mq_timedreceive, fd, text, 1, &priority, NULL);
	SHOW(mq_unlink, "ten");
	close(fd);
}

static void show_poll(void)
{
	struct pollfd one = {queue, POLLIN | POLLOUT, 0};

	topic("poll of message queues");
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
}

static void show_epoll(void)
{
	struct epoll_event one = {.events = EPOLLIN | EPOLLOUT};
	int epoll = epoll_create1(0);

	topic("epoll of message queues");
	SHOW(epoll_ctl, epoll, EPOLL_CTL_ADD, queue, &one);
	SHOW(epoll_wait, epoll, &one, 1, 0);
	VALUE(one.events);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
	SHOW(epoll_wait, epoll, &one, 1, 0);
	VALUE(one.events);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	close(epoll);
}

static void be_interrupted(void)
{
	struct sigaction action = {.sa_handler = on_signal_nothing};

	sigaction(SIGALRM, &action, NULL);
	/* Again and again: the first may come before it waits. */
	ualarm(20000, 20000);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	RAW(SYS_mq_timedsend, queue, "x", 1, 0, NULL);
	RAW(SYS_mq_timedsend, queue, "x", 1, 0, NULL);
	SHOW(mq_timedsend, queue, "x", 1, 0, NULL);
}

static pid_t start(bool sends)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (sends)
			SHOW(mq_timedsend, queue, "later", 5, 9, NULL);
		else
			SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
		fflush(stdout);
		_exit(0);
	}
	/* Nothing tells who waits in a queue. */
	usleep(50000);
	return pid;
}

static void show_waiting(void)
{
	pid_t pid;

	topic("waiting for message queues");
	now.mq_flags = 0;
	SHOW(mq_getsetattr, queue, &now, NULL);
	pid = start(false);
	SHOW(mq_timedsend, queue, "to it", 5, 1, NULL);
	show_end_of("a receiver", pid);
	show_child("interrupted", be_interrupted);
	pid = start(true);
	SHOW(mq_timedreceive, queue, text, 16, &priority, NULL);
	VALUE(priority);
	show_end_of("a sender", pid);
	SHOW(mq_timedreceive, queue, text, 16, &priority, NULL);
	VALUE(priority);
	SHOW(mq_timedreceive, queue, text, 16, &priority, NULL);
	pid = start(false);
	kill(pid, SIGKILL);
	show_end_of("a receiver that is killed", pid);
	SHOW(mq_timedsend, queue, "x", 1, 1, NULL);
	show_attributes();
	SHOW(mq_timedsend, queue, "y", 1, 1, NULL);
	pid = start(true);
	kill(pid, SIGKILL);
	show_end_of("a sender that is killed", pid);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	show_attributes();
}

static void show_line(void)
{
	pid_t first, second;

	topic("waiting in line");
	first = start(false);
	second = start(false);
	SHOW(mq_timedsend, queue, "1", 1, 1, NULL);
	show_end_of("the first", first);
	SHOW(mq_unlink, "q");
	SHOW(mq_timedsend, queue, "second", 6, 1, NULL);
	show_end_of("the second", second);
	SHOW(mq_timedsend, queue, "third", 5, 1, NULL);
	SHOW(mq_timedreceive, queue, text, 16, NULL, NULL);
	SHOW(mq_open, "q", O_RDWR, 0, NULL);
	close(queue);
}

void abi_mqueue(void)
{
	show_open();
	show_transfer();
	show_order();
	show_poll();
	show_epoll();
	show_waiting();
	show_line();
}
