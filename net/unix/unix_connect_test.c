// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names, listeners and those who connect.
 */
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <exo/vfs.h>

#include "test_unix.h"

#define NAME "@unix_connect_test"

static struct file *listen_at(struct ktest *t, const char *name, int backlog)
{
	struct file *listener;

	if (test_socket(SOCK_STREAM, &listener))
		return NULL;
	KTEST_EXPECT_EQ(t, test_bind(listener, name), 0);
	KTEST_EXPECT_EQ(t, test_listen(listener, backlog), 0);
	return listener;
}

KTEST(unix_connect, two_meet_by_an_abstract_name)
{
	struct file *listener = listen_at(t, NAME, 4), *ends[2];
	char text[4];

	KTEST_ASSERT(t, listener);
	KTEST_ASSERT_EQ(t, test_meet(listener, NAME, ends), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "ab", 2), 2);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 4), 2);
	KTEST_EXPECT_EQ(t, test_connect(ends[0], NAME), -EISCONN);
	test_close_pair(ends);
	file_put(listener);
}

KTEST(unix_connect, a_name_goes_with_its_socket)
{
	struct file *listener = listen_at(t, NAME, 4), *other;

	KTEST_ASSERT(t, listener);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_STREAM, &other), 0);
	KTEST_EXPECT_EQ(t, test_bind(other, NAME), -EADDRINUSE);
	KTEST_EXPECT_EQ(t, test_bind(listener, "@other"), -EINVAL);
	file_put(listener);
	KTEST_EXPECT_EQ(t, test_connect(other, NAME), -ECONNREFUSED);
	KTEST_EXPECT_EQ(t, test_bind(other, NAME), 0);
	KTEST_EXPECT_EQ(t, test_connect(other, NAME), -ECONNREFUSED);
	file_put(other);
}

KTEST(unix_connect, a_path_leads_to_a_socket_while_it_is_open)
{
	static const char name[] = "/unix_connect_test";
	struct file *listener = listen_at(t, name, 4), *ends[2], *other;
	struct stat status;

	KTEST_ASSERT(t, listener);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, name, 0, &status), 0);
	KTEST_EXPECT(t, S_ISSOCK(status.st_mode));
	KTEST_ASSERT_EQ(t, test_meet(listener, name, ends), 0);
	test_close_pair(ends);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &other), 0);
	KTEST_EXPECT_EQ(t, test_bind(other, name), -EADDRINUSE);
	KTEST_EXPECT_EQ(t, test_connect(other, name), -EPROTOTYPE);
	file_put(listener);
	KTEST_EXPECT_EQ(t, test_connect(other, name), -ECONNREFUSED);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, name), 0);
	KTEST_EXPECT_EQ(t, test_connect(other, name), -ENOENT);
	file_put(other);
}

/* Who binds has the file that was made, also if another one has its name by now. */
KTEST(unix_connect, a_place_is_not_its_name)
{
	static const char name[] = "/unix_connect_test";
	struct path made, other;

	KTEST_ASSERT_EQ(t, vfs_make_socket(name, 0700, &made), 0);
	KTEST_EXPECT_EQ(t, vfs_make_socket(name, 0700, &other), -EEXIST);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, name), 0);
	KTEST_ASSERT_EQ(t, vfs_make_socket(name, 0700, &other), 0);
	KTEST_EXPECT(t, S_ISSOCK(path_inode(&made)->mode));
	KTEST_EXPECT_EQ(t, path_inode(&made)->links, 0);
	KTEST_EXPECT_EQ(t, path_inode(&other)->links, 1);
	path_put(&made);
	path_put(&other);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, name), 0);
}

KTEST(unix_connect, the_backlog_has_an_end)
{
	struct file *listener = listen_at(t, NAME, 1), *clients[3];

	KTEST_ASSERT(t, listener);
	for (unsigned int i = 0; i < 3; i++) {
		KTEST_ASSERT_EQ(t, test_socket(SOCK_STREAM, &clients[i]), 0);
		KTEST_EXPECT_EQ(t, test_connect(clients[i], NAME),
				i < 2 ? 0 : -EAGAIN);
	}
	KTEST_EXPECT_EQ(t, test_connect(clients[0], NAME), -EAGAIN);
	KTEST_EXPECT_EQ(t, test_listen(listener, 2), 0);
	KTEST_EXPECT_EQ(t, test_connect(clients[0], NAME), -EISCONN);
	KTEST_EXPECT_EQ(t, test_connect(listener, NAME), -EINVAL);
	KTEST_EXPECT_EQ(t, file_poll(listener, NULL) & POLLIN, POLLIN);
	file_put(listener);
	/* Who was not accepted is told. */
	KTEST_EXPECT_EQ(t, test_receive(clients[0], clients, 1), -ECONNRESET);
	for (unsigned int i = 0; i < 3; i++)
		file_put(clients[i]);
}

KTEST(unix_connect, a_client_may_be_gone_before_it_is_accepted)
{
	struct file *listener = listen_at(t, NAME, 1), *client, *server;
	char text[4];

	KTEST_ASSERT(t, listener);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_STREAM, &client), 0);
	KTEST_EXPECT_EQ(t, test_connect(client, NAME), 0);
	KTEST_EXPECT_EQ(t, test_send(client, "ab", 2), 2);
	file_put(client);
	KTEST_ASSERT_EQ(t, test_accept(listener, &server), 0);
	KTEST_EXPECT_EQ(t, test_receive(server, text, 4), 2);
	KTEST_EXPECT_EQ(t, test_receive(server, text, 4), 0);
	file_put(server);
	file_put(listener);
}

struct acceptance {
	struct file *listener;
	int result;
};

static int accept_waiting(void *arg)
{
	struct acceptance *acceptance = arg;
	struct socket *listener = socket_of(acceptance->listener), *socket;

	acceptance->result = listener->ops->accept(listener, 0, &socket);
	if (!acceptance->result)
		socket->ops->release(socket);
	return 0;
}

KTEST(unix_connect, a_waiting_listener_is_woken)
{
	struct acceptance acceptance = {.listener = listen_at(t, NAME, 1)};
	struct task *thread;
	struct file *client;

	KTEST_ASSERT(t, acceptance.listener);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_STREAM, &client), 0);
	thread = thread_create("unix_connect", accept_waiting, &acceptance);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, test_connect(client, NAME), 0);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, acceptance.result, 0);
	file_put(client);
	file_put(acceptance.listener);
}

enum {
	MANY_CLIENTS = 1000,
};

KTEST(unix_connect, a_thousand_clients_have_one_server)
{
	struct file *listener = listen_at(t, NAME, 10);
	struct file **ends = kcalloc(MANY_CLIENTS * 2, sizeof(*ends));
	unsigned int met = 0, served = 0;
	char byte;

	KTEST_ASSERT(t, listener);
	KTEST_ASSERT(t, ends);
	while (met < MANY_CLIENTS && !test_meet(listener, NAME, &ends[2 * met]))
		met++;
	KTEST_EXPECT_EQ(t, met, MANY_CLIENTS);
	for (unsigned int i = 0; i < met; i++) {
		byte = (char)i;
		test_send(ends[2 * i], &byte, 1);
	}
	for (unsigned int i = 0; i < met; i++)
		served += test_receive(ends[2 * i + 1], &byte, 1) == 1 &&
			  byte == (char)i;
	KTEST_EXPECT_EQ(t, served, met);
	for (unsigned int i = 0; i < met; i++)
		test_close_pair(&ends[2 * i]);
	kfree(ends);
	file_put(listener);
}
