// SPDX-License-Identifier: GPL-2.0-only
/*
 * factorial NUMBER: what the edu device computes. It needs no system call that
 * other kernels lack: a device is a file.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int device = open("/dev/edu", O_RDWR);
	char answer[16];
	ssize_t size;

	if (argc != 2) {
		fputs("usage: factorial NUMBER\n", stderr);
		return 2;
	}
	if (device < 0 || write(device, argv[1], strlen(argv[1])) < 0) {
		perror("/dev/edu");
		return 1;
	}
	size = read(device, answer, sizeof(answer));
	return size <= 0 || write(STDOUT_FILENO, answer, size) != size;
}
