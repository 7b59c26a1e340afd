/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Pipes: a stream of bytes with a read end and a write end, as
 * pipe(7) and POSIX describe them.
 */
#ifndef EXO_PIPE_H
#define EXO_PIPE_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;

enum {
	PIPE_BUF = 4096, /* bytes that a write never mixes with others' */
	PIPE_SIZE_DEFAULT = 65536,
	PIPE_SIZE_MAX = 1048576, /* of F_SETPIPE_SZ; above it EPERM */
};

#define PIPE_SIZE_VALID_MAX (1UL << 31) /* above it EINVAL, as on Linux */

/*
 * A pipe: @ends[0] to read, @ends[1] to write, each with one reference. @flags:
 * O_NONBLOCK or 0. -EINVAL for other flags, -ENOMEM. May sleep.
 *
 * Reads and writes are those of POSIX: -EAGAIN when they must not wait, -EINTR
 * by a signal, -EPIPE and SIGPIPE without a reader. Writers that wait get their
 * turn in the order they came.
 */
__must_check int pipe_create(struct file *ends[2], u32 flags);

#endif
