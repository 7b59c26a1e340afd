// SPDX-License-Identifier: GPL-2.0-only
/*
 * The socket core, with a family that there is not: options and ancillary data.
 */
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/socket.h>
#include <exo/socket_control.h>
#include <exo/string.h>
#include <uapi/errno.h>

static int get_number(struct socket *socket, int option)
{
	u32 size = sizeof(int);
	int number = -1, err;

	err = socket_get_option(socket, option, &number, &size);
	return err ? err : number;
}

static int set_number(struct socket *socket, int option, int number)
{
	return socket_set_option(socket, option, &number, sizeof(number));
}

static const struct socket_ops no_ops = {};

KTEST(socket, unknown_families_are_refused)
{
	struct socket *socket;

	KTEST_EXPECT_EQ(t, socket_create(AF_MAX, SOCK_STREAM, 0, &socket),
			-EAFNOSUPPORT);
	KTEST_EXPECT_EQ(t, socket_create(-1, SOCK_STREAM, 0, &socket),
			-EAFNOSUPPORT);
	KTEST_EXPECT_EQ(t, socket_create(AF_INET, SOCK_STREAM, 0, &socket),
			-EAFNOSUPPORT);
	KTEST_EXPECT_EQ(t, socket_create(AF_INET, SOCK_TYPE_MAX, 0, &socket),
			-EINVAL);
}

KTEST(socket, options_are_kept)
{
	struct socket socket;

	socket_init(&socket, &no_ops, AF_INET, SOCK_STREAM);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_TYPE), SOCK_STREAM);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_DOMAIN), AF_INET);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_PASSCRED), 0);
	KTEST_EXPECT_EQ(t, set_number(&socket, SO_PASSCRED, 5), 0);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_PASSCRED), 1);
	KTEST_EXPECT_EQ(t, set_number(&socket, SO_SNDBUF, 10000), 0);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_SNDBUF), 20000);
	KTEST_EXPECT_EQ(t, set_number(&socket, SO_SNDBUF, -1), 0);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_SNDBUF),
			SOCKET_SEND_ROOM_MIN);
	KTEST_EXPECT_EQ(t, set_number(&socket, SO_RCVBUF, 1 << 30), 0);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_RCVBUF), SOCKET_ROOM_MAX);
	KTEST_EXPECT_EQ(t, set_number(&socket, SO_TYPE, 1), -ENOPROTOOPT);
	KTEST_EXPECT_EQ(t, set_number(&socket, SO_PEEK_OFF, 1), -EOPNOTSUPP);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_PEEK_OFF), -EOPNOTSUPP);
	KTEST_EXPECT_EQ(t, get_number(&socket, 1000), -ENOPROTOOPT);
}

KTEST(socket, an_error_is_told_once)
{
	struct socket socket;

	socket_init(&socket, &no_ops, AF_INET, SOCK_STREAM);
	socket.error = ECONNRESET;
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_ERROR), ECONNRESET);
	KTEST_EXPECT_EQ(t, get_number(&socket, SO_ERROR), 0);
}

KTEST(socket, ancillary_data_stay_within_bounds)
{
	struct {
		struct cmsghdr header;
		u8 data[8];
	} control[2] = {
		{.header = {.cmsg_len = sizeof(struct cmsghdr) + 4}},
		{.header = {.cmsg_len = sizeof(struct cmsghdr) + 8}},
	};
	const u8 *bytes = (const u8 *)control;
	struct cmsghdr header;
	size_t at = 0;

	KTEST_EXPECT_EQ(t, socket_control_next(bytes, 48, &at, &header), 1);
	KTEST_EXPECT_EQ(t, at, 24);
	KTEST_EXPECT_EQ(t, socket_control_next(bytes, 48, &at, &header), 1);
	KTEST_EXPECT_EQ(t, socket_control_next(bytes, 48, &at, &header), 0);
	at = 24;
	KTEST_EXPECT_EQ(t, socket_control_next(bytes, 47, &at, &header),
			-EINVAL);
	control[0].header.cmsg_len = 15;
	at = 0;
	KTEST_EXPECT_EQ(t, socket_control_next(bytes, 48, &at, &header),
			-EINVAL);
	control[0].header.cmsg_len = ~0UL;
	KTEST_EXPECT_EQ(t, socket_control_next(bytes, 48, &at, &header),
			-EINVAL);
}

KTEST(socket, a_large_buffer_is_whole_or_not_there)
{
	static u8 from[10000], to[10000];
	struct io_iter out, in;
	struct socket_buffer *buffer;

	memset(from, 7, sizeof(from));
	fault_inject_each(nth)
	{
		buffer = socket_buffer_alloc(sizeof(from));
		out = io_iter_buffer(from, sizeof(from));
		in = io_iter_buffer(to, sizeof(to));
		if (buffer && !socket_buffer_fill(buffer, &out))
			socket_buffer_copy(buffer, 0, &in);
		if (buffer)
			socket_buffer_free(buffer);
	}
	KTEST_EXPECT_MEMEQ(t, to, from, sizeof(from));
}
