// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipes and FIFOs.
 */
#include "abi.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

static char buffer[131072];
static int ends[2];

static void write_without_reader(void)
{
	SHOW(pipe2, ends, 0);
	SHOW(close, ends[0]);
	SHOW(write, ends[1], "x", 1);
}

static void show_pipe(void)
{
	int waiting = 0;

	topic("pipe2");
	SHOW(pipe2, ends, 0);
	VALUE(ends[0]);
	VALUE(ends[1]);
	SHOW(write, 4, "abc", 3);
	SHOW(ioctl, 3, FIONREAD, &waiting);
	VALUE(waiting);
	SHOW(read, 3, buffer, 2);
	SHOW(read, 3, buffer, 100);
	SHOW(read, 4, buffer, 1);
	SHOW(write, 3, "x", 1);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(pread64, 3, buffer, 1, 0);
	SHOW(pwrite64, 4, buffer, 1, 0);
	SHOW(write, 4, NOWHERE, 1);
	SHOW(write, 4, "x", 0);
	SHOW(fcntl, 3, F_GETPIPE_SZ);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 4096);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 5000);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 65536);
	SHOW(fsync, 3);
	SHOW(ftruncate, 4, 0);
	show_child("writer without a reader", write_without_reader);
	SHOW(close, 4);
	SHOW(read, 3, buffer, 1);
	SHOW(close, 3);
	SHOW(pipe2, NOWHERE, 0);
	SHOW(pipe2, ends, 1);
	SHOW(pipe, ends);
	SHOW(close, 3);
	SHOW(close, 4);
}

static void show_nonblocking(void)
{
	topic("O_NONBLOCK");
	SHOW(pipe2, ends, O_NONBLOCK | O_CLOEXEC);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(read, 3, buffer, 1);
	SHOW(write, 4, buffer, sizeof(buffer));
	SHOW(write, 4, buffer, 1);
	SHOW(read, 3, buffer, 4095);
	SHOW(write, 4, buffer, 4096);
	SHOW(read, 3, buffer, 1);
	SHOW(write, 4, buffer, 4096);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 4096);
	signal(SIGPIPE, SIG_IGN);
	SHOW(close, 3);
	SHOW(write, 4, buffer, 1);
	SHOW(close, 4);
	signal(SIGPIPE, SIG_DFL);
}

static void show_fifo(void)
{
	struct stat status;

	topic("FIFOs");
	SHOW(mknod, "fifo", S_IFIFO | 0644, 0);
	SHOW(open, "fifo", O_WRONLY | O_NONBLOCK);
	SHOW(open, "fifo", O_RDONLY | O_NONBLOCK);
	SHOW(read, 3, buffer, 1);
	SHOW(open, "fifo", O_WRONLY | O_NONBLOCK);
	SHOW(read, 3, buffer, 1);
	SHOW(write, 4, "abc", 3);
	SHOW(read, 3, buffer, 10);
	SHOW(fstat, 3, &status);
	VALUE(S_ISFIFO(status.st_mode));
	SHOW(close, 4);
	SHOW(read, 3, buffer, 10);
	SHOW(close, 3);
	SHOW(open, "fifo", O_RDWR);
	SHOW(write, 3, "abc", 3);
	SHOW(read, 3, buffer, 10);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(close, 3);
	SHOW(unlink, "fifo");
}

static void write_slowly(void)
{
	close(3);
	for (int i = 0; i < 64; i++)
		write(4, buffer, 4096);
}

/* More than a pipe holds, from another process. */
static void show_stream(void)
{
	long sum = 0, got;

	topic("a stream between two processes");
	SHOW(pipe2, ends, 0);
	fflush(stdout);
	if (fork() == 0) {
		write_slowly();
		_exit(0);
	}
	close(4);
	while ((got = read(3, buffer, sizeof(buffer))) > 0)
		sum += got;
	VALUE(got);
	VALUE(sum);
	SHOW_SIGN(wait4, -1, NULL, 0, NULL);
	SHOW(close, 3);
}

/* What only names an end does not keep it. */
static void show_named(void)
{
	char byte;

	topic("ends that are named");
	SHOW(pipe2, ends, O_NONBLOCK);
	SHOW(open, "/proc/self/fd/4", O_PATH);
	SHOW(close, 4);
	SHOW(read, 3, &byte, 1);
	SHOW(close, 5);
	SHOW(close, 3);
	SHOW(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	SHOW(open, "/proc/self/fd/4", O_PATH);
	SHOW(close, 4);
	SHOW(recvfrom, 3, &byte, 1, MSG_DONTWAIT, NULL, NULL);
	SHOW(close, 5);
	SHOW(close, 3);
}

void abi_pipes(void)
{
	show_pipe();
	show_nonblocking();
	show_fifo();
	show_stream();
	show_named();
}
