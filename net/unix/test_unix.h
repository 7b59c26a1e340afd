/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: net, private to tests. Sockets by their files, without waiting unless the
 * name of a function says so.
 */
#ifndef NET_TEST_UNIX_H
#define NET_TEST_UNIX_H

#include <exo/socket.h>

struct file;

int test_socket(int type, struct file **file);
int test_pair(int type, struct file *ends[2]);
void test_close_pair(struct file *ends[2]);

/* An address: "@name" is an abstract one. */
struct socket_address test_address(const char *name);
int test_bind(struct file *file, const char *name);
int test_connect(struct file *file, const char *name);
int test_listen(struct file *file, int backlog);
int test_accept(struct file *file, struct file **accepted);

/* A stream of two that met at @name, which @listener listens at. */
int test_meet(struct file *listener, const char *name, struct file *ends[2]);
ssize_t test_send_with(struct file *file, const char *bytes, size_t size,
		       struct socket_message *message);
ssize_t test_send(struct file *file, const char *bytes, size_t size);
ssize_t test_send_to(struct file *file, const char *name, const char *bytes,
		     size_t size);

/* A message with one file, of which the caller keeps its reference. */
ssize_t test_send_file(struct file *end, struct file *file);
ssize_t test_receive_with(struct file *file, void *bytes, size_t size,
			  struct socket_message *message);
ssize_t test_receive(struct file *file, void *bytes, size_t size);

#endif
