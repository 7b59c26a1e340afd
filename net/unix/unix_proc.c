// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/net/unix: the sockets that are open, a line each, as Linux has it; addresses
 * of kernel memory are told to nobody. The cursor is 0 for the head, then one more
 * than that of unix_visit().
 */
#include <exo/proc_file.h>

#include "unix.h"

enum {
	/* Linux's states and flags. */
	SS_UNCONNECTED = 1,
	SS_CONNECTED = 3,
	ACCEPTS = 0x10000, /* __SO_ACCEPTCON */
};

static int state_of(const struct unix_socket *socket)
{
	return READ_ONCE(socket->state) == UNIX_CONNECTED || socket->peer
		       ? SS_CONNECTED
		       : SS_UNCONNECTED;
}

static void print_name(struct text_buffer *text, const struct socket_name *name)
{
	text_append(text, " ", 1);
	for (u32 i = UNIX_ADDRESS_MIN; i < name->length; i++) {
		char byte = (char)name->bytes[i];

		if (!byte && i > UNIX_ADDRESS_MIN && i + 1 == name->length)
			break;
		text_append(text, byte ? &byte : "@", 1);
	}
}

static void print_socket(const struct unix_socket *socket, void *arg)
{
	const struct socket_name *name = unix_name(socket);
	struct text_buffer *text = arg;

	text_printf(text, "%016x: %08X %08X %08X %04X %02X %5llu", 0,
		    READ_ONCE(socket->refs), 0,
		    socket->socket.listening ? ACCEPTS : 0, socket->socket.type,
		    state_of(socket),
		    (unsigned long long)socket->socket.number);
	if (name)
		print_name(text, name);
	text_append(text, "\n", 1);
}

static int next_sockets(struct text_buffer *text, u64 *cursor)
{
	u64 table_cursor = *cursor - 1;
	bool found;

	if (!*cursor) {
		text_printf(text,
			    "Num               RefCount Protocol Flags    "
			    "Type St Inode Path\n");
		*cursor = 1;
		return 1;
	}
	found = unix_visit(&table_cursor, print_socket, text);
	*cursor = table_cursor + 1;
	return found;
}
PROC_FILE(unix) = {.path = "net/unix", .next = next_sockets};
