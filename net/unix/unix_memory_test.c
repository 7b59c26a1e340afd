// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory is short: each allocation below each operation fails in turn. It is told as
 * -ENOMEM, and nothing is left of what had been done.
 */
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_unix.h"

#define NAME "@unix_memory_test"
#define PATH "/unix_memory_test"

static char bytes[5000]; /* in pages, not behind the header */

static void expect_nothing_left(struct ktest *t, int (*use)(void))
{
	int err, odd = 0;
	u64 blocks;

	KTEST_EXPECT_EQ(t, use(), 0); /* what is kept for later is there now */
	blocks = heap_blocks_in_use();
	fault_inject_each(nth)
	{
		err = use();
		odd += err && err != -ENOMEM;
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, odd, 0);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}

static int error_of(ssize_t done)
{
	return done < 0 ? (int)done : 0;
}

/* From here on who sends to @file, or by it, has a name. */
static void pass_credentials(struct file *file)
{
	const int on = 1;

	(void)socket_set_option(socket_of(file), SO_PASSCRED, &on, sizeof(on));
}

static int write_and_read(void)
{
	struct io_iter from = io_iter_buffer(bytes, sizeof(bytes));
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));
	struct file *ends[2];
	int err = test_pair(SOCK_STREAM, ends);

	if (err)
		return err;
	err = error_of(file_write(ends[0], &from));
	if (!err)
		err = error_of(file_read(ends[1], &to));
	test_close_pair(ends);
	return err;
}

KTEST(unix_memory, a_stream)
{
	expect_nothing_left(t, write_and_read);
}

/* A file that stays in the queue, and then one that arrives. */
static int send_files(void)
{
	struct file *ends[2];
	int err = test_pair(SOCK_SEQPACKET, ends);

	if (err)
		return err;
	err = error_of(test_send_file(ends[0], ends[0]));
	if (!err)
		err = error_of(test_send_file(ends[0], ends[1]));
	if (!err)
		err = error_of(test_receive(ends[1], bytes, 1));
	test_close_pair(ends);
	return err;
}

KTEST(unix_memory, files_on_their_way)
{
	expect_nothing_left(t, send_files);
}

static int meet_at(const char *name)
{
	struct file *listener, *ends[2];
	int err = test_socket(SOCK_STREAM, &listener);

	if (err)
		return err;
	err = test_bind(listener, name);
	if (!err)
		err = test_listen(listener, 1);
	if (!err)
		err = test_meet(listener, name, ends);
	if (!err)
		test_close_pair(ends);
	file_put(listener);
	return err;
}

static int meet_at_name(void)
{
	return meet_at(NAME);
}

KTEST(unix_memory, a_listener_with_an_abstract_name)
{
	expect_nothing_left(t, meet_at_name);
}

static int meet_at_path(void)
{
	int err = meet_at(PATH), gone = vfs_unlink(NULL, PATH);

	return gone == -ENOENT || err ? err : gone;
}

KTEST(unix_memory, a_listener_in_the_tree_of_files)
{
	expect_nothing_left(t, meet_at_path);
	vfs_unlink(NULL, PATH);
}

static int bound_here(struct file **here)
{
	int err = test_socket(SOCK_DGRAM, here);

	if (err)
		return err;
	err = test_bind(*here, NAME);
	if (err)
		file_put(*here);
	return err;
}

/* Who sends gets a name of the kernel's, by which it is told. */
static int send_named(bool connects)
{
	struct file *here, *sender;
	int err = bound_here(&here);

	if (err)
		return err;
	err = test_socket(SOCK_DGRAM, &sender);
	if (err)
		goto err_put;
	pass_credentials(sender);
	if (connects)
		err = test_connect(sender, NAME);
	if (!err)
		err = error_of(test_send_to(sender, NAME, bytes, 1));
	if (!err)
		err = error_of(test_receive(here, bytes, 1));
	file_put(sender);
err_put:
	file_put(here);
	return err;
}

static int send_unconnected(void)
{
	return send_named(false);
}

static int send_connected(void)
{
	return send_named(true);
}

KTEST(unix_memory, a_name_for_who_sends)
{
	expect_nothing_left(t, send_unconnected);
	expect_nothing_left(t, send_connected);
}

static int bind_to_any(void)
{
	struct socket_address none = {
		.length = sizeof(u16),
		.family = AF_UNIX,
	};
	struct file *file;
	int err = test_socket(SOCK_DGRAM, &file);

	if (err)
		return err;
	err = socket_of(file)->ops->bind(socket_of(file), &none);
	file_put(file);
	return err;
}

KTEST(unix_memory, a_name_of_the_kernels)
{
	expect_nothing_left(t, bind_to_any);
}
